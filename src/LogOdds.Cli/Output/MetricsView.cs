using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>Metrics as text.</summary>
internal static class MetricsView
{
    public static void Write(LogisticModel model, BinaryMetrics metrics, int rowsRead)
    {
        var rows = $"{metrics.Rows} scored" + (rowsRead > metrics.Rows ? $", {rowsRead - metrics.Rows} left out for missing values" : "");
        var facts = new List<(string Label, string Text)>
        {
            ("Model", model.Encoding.Formula),
            ("Counts as 1", $"{model.Encoding.Response.Column} = {model.Positive}"),
            ("Rows", rows),
        };
        facts.AddRange(ModelSummary.ScoresOf(metrics));
        Facts.Write(facts);
    }
}
