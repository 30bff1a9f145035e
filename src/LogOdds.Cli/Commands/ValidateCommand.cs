using System.CommandLine;
using LogOdds.Cli.Output;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds validate</c>: what to expect of a model on other rows.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var inputs = new Inputs();
        var bootstrap = new BootstrapOptions();
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var command = new Command("validate", "Correct the figures of a model on its own rows for optimism, by fitting it anew to resamples.") { Inputs.Model };
        inputs.AddTo(command, hasRows: true);
        bootstrap.AddTo(command);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            using var progress = new ProgressLine();
            var resampling = bootstrap.Of(parsed, progress);
            var model = Inputs.ReadModel(parsed);
            var report = new Analysis(model, inputs.Read(parsed)).Validate(resampling);
            progress.Dispose();
            if (parsed.GetValue(json)) ValidationJson.Write(model, resampling, report);
            else ValidationView.Write(model, resampling, report);
            return ExitCode.Done;
        });
        return command;
    }
}
