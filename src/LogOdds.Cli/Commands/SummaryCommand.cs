using System.CommandLine;
using LogOdds.Cli.Output;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds summary</c>: the summary of a saved model.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var command = new Command("summary", "Print the summary of a saved model.") { Inputs.Model };
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            var model = Inputs.ReadModel(parsed);
            if (parsed.GetValue(json)) ModelJson.Write(model, seconds: null);
            else SummaryView.Write(model.Summary());
            return ExitCode.Done;
        });
        return command;
    }
}
