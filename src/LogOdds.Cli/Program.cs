using System.CommandLine;
using LogOdds.Cli;
using LogOdds.Cli.Commands;
using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Models;

// Not a RootCommand, which would take the assembly's name for the command's.
var root = new Command("logodds", "Logistic regression: from a table to a model one can trust, read and ship.")
{
    FitCommand.Create(),
    PathCommand.Create(),
    CvCommand.Create(),
    StableCommand.Create(),
    PredictCommand.Create(),
    EvaluateCommand.Create(),
    ThresholdCommand.Create(),
    CalibrateCommand.Create(),
    SummaryCommand.Create(),
    AnovaCommand.Create(),
    MarginsCommand.Create(),
    DiagnoseCommand.Create(),
    ValidateCommand.Create(),
    ExportCommand.Create(),
    LabCommand.Create(),
    DataCommand.Create(),
    PackCommand.Create(),
    HelpWithExamples.Option(),
    new VersionOption(),
};

try
{
    var parsed = root.Parse(args is [] ? ["--help"] : args);
    if (parsed.Errors.Count > 0)
    {
        foreach (var error in parsed.Errors) Console.Error.WriteLine($"logodds: {error.Message}");
        Console.Error.WriteLine($"Try: {(parsed.CommandResult.Command == root ? "" : "logodds ")}{parsed.CommandResult.Command.Name} --help");
        return ExitCode.WrongCommandLine;
    }
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (UnusableDataException e)
{
    Console.Error.WriteLine($"logodds: {e.Message}");
    return ExitCode.UnusableData;
}
catch (NoAnswerException e)
{
    Console.Error.WriteLine($"logodds: {e.Message}");
    return ExitCode.UnusableData;
}
catch (Exception e) when (e is FormulaException or UsageException or ArgumentException)
{
    Console.Error.WriteLine($"logodds: {e.Message}");
    return ExitCode.WrongCommandLine;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"logodds: {e.Message}");
    return ExitCode.UnusableData;
}
catch (OutOfMemoryException)
{
    Console.Error.WriteLine("logodds: the data do not fit the memory of this machine. Use fewer rows or columns.");
    return ExitCode.UnusableData;
}
catch (Exception e)
{
    // Nothing is known to lead here; a stack trace would help nobody who reads it at a terminal.
    Console.Error.WriteLine($"logodds: an error of its own ({e.GetType().Name}: {e.Message}). Please report it with the command that led to it.");
    return ExitCode.UnusableData;
}
