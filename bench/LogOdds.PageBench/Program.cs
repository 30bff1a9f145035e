using LogOdds.PageBench;

// The page as its reader feels it. `measure` times it; `contact-sheet FILE.jpg` takes its picture.
return args switch
{
    ["measure"] => await Measure.Run(),
    ["contact-sheet", var file] => await ContactSheet.Write(file),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("commands: measure; contact-sheet FILE.jpg");
    return 2;
}
