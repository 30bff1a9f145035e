using LogOdds.PageBench;

// The page as its reader feels it. `measure` times it, of a Lab of its own or of one that has just been started; `contact-sheet FILE.jpg` takes
// its picture.
return args switch
{
    ["measure"] => await Measure.Run(null),
    ["measure", var address] => await Measure.Run(address),
    ["contact-sheet", var file] => await ContactSheet.Write(file),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("commands: measure [ADDRESS]; contact-sheet FILE.jpg");
    return 2;
}
