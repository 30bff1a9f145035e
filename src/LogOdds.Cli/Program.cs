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

string? failure = null;
try
{
    Ranks.Start();
    var parsed = root.Parse(args is [] ? ["--help"] : args);
    if (parsed.Errors.Count > 0)
    {
        foreach (var error in parsed.Errors) Console.Error.WriteLine($"logodds: {error.Message}");
        Console.Error.WriteLine($"Try: {(parsed.CommandResult.Command == root ? "" : "logodds ")}{parsed.CommandResult.Command.Name} --help");
        return ExitCode.WrongCommandLine;
    }
    if (parsed.CommandResult.Command.Name != "fit") Ranks.RequireAlone(parsed.CommandResult.Command.Name);
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (UnusableDataException e)
{
    return Failed(e.Message, ExitCode.UnusableData);
}
catch (NoAnswerException e)
{
    return Failed(e.Message, ExitCode.UnusableData);
}
catch (Exception e) when (e is FormulaException or UsageException or ArgumentException)
{
    return Failed(e.Message, ExitCode.WrongCommandLine);
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    return Failed(e.Message, ExitCode.UnusableData);
}
catch (OutOfMemoryException)
{
    return Failed("the data do not fit the memory of this machine. Use fewer rows or columns.", ExitCode.UnusableData);
}
catch (Exception e)
{
    // Nothing is known to lead here; a stack trace would help nobody who reads it at a terminal.
    return Failed($"an error of its own ({e.GetType().Name}: {e.Message}). Please report it with the command that led to it.", ExitCode.UnusableData);
}
finally
{
    Ranks.End(failure);
}

int Failed(string message, int code)
{
    Console.Error.WriteLine($"logodds: {message}");
    failure = message;
    return code;
}
