using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Data;
using LogOdds.Lab;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds data</c>: the built-in data sets.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "The data set to write to standard output; without it, the list.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("data", "List the built-in data sets, or write one to standard output.") { name };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(name) is not { } wanted)
            {
                TableView.Write(["Name", "Rows", "Columns", "Target", "About"], [.. SampleData.All.Select(d => new[] { d.Name, d.Rows, d.Columns, d.Target, d.About })], isFigure: [false, true, true, false, false]);
                return ExitCode.Done;
            }
            using var source = SampleData.Open(wanted)
                ?? throw new UnusableDataException($"there is no built-in data set '{wanted}'", remedy: SampleData.Suggest(wanted));
            using var output = Console.OpenStandardOutput();
            source.CopyTo(output);
            return ExitCode.Done;
        });
        return command;
    }
}
