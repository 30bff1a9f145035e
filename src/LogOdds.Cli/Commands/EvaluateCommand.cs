using System.CommandLine;
using LogOdds.Cli.Output;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds evaluate</c>: how well a model does on rows with known classes.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var inputs = new Inputs();
        var threshold = new ThresholdOption();
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of text." };
        var command = new Command("evaluate", "Measure a model on rows with known classes.") { Inputs.Model };
        inputs.AddTo(command, hasRows: true);
        threshold.AddTo(command);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            var at = threshold.Of(parsed);
            var model = Inputs.ReadModel(parsed);
            var table = inputs.Read(parsed);
            var metrics = model.Evaluate(table, at);
            if (parsed.GetValue(json)) MetricsJson.Write(metrics, table.Rows);
            else MetricsView.Write(model, metrics, table.Rows);
            return ExitCode.Done;
        });
        return command;
    }
}
