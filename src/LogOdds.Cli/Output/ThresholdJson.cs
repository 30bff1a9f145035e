using System.Text.Json;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary><c>threshold --json</c>.</summary>
internal static class ThresholdJson
{
    public static void Write(ThresholdReport report) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.threshold/1");
        json.WriteNumber("rows", report.Outcomes.Rows);
        json.WriteNumber("rowsDropped", report.RowsRead - report.Outcomes.Rows);
        json.WriteFigure("prevalence", report.Prevalence);
        json.WriteStartArray("choices");
        foreach (var chosen in report.Choices) Write(json, chosen);
        json.WriteEndArray();
        json.WriteBootstrap(report.Bootstrap, report.Choices[0].Evaluation.Bootstrap);
        CurvesJson.WriteDecisionCurve(json, report.Outcomes);
    });

    private static void Write(Utf8JsonWriter json, ChosenThreshold chosen)
    {
        var (evaluation, figures) = (chosen.Evaluation, ThresholdFigures.Of(chosen.Evaluation));
        json.WriteStartObject();
        json.WriteString("criterion", chosen.Criterion);
        json.WriteFigure("threshold", evaluation.Threshold.Value);
        json.WriteFigure("value", evaluation.Value.Value);
        json.WriteFigure("calibratedThreshold", chosen.Calibrated);
        foreach (var (name, _, estimate) in figures) json.WriteFigure(name, estimate.Value);
        json.WriteConfusion(evaluation.Choice.Confusion);
        json.WriteStartObject("intervals");
        json.WriteInterval("threshold", evaluation.Threshold.Interval);
        json.WriteInterval("value", evaluation.Value.Interval);
        foreach (var (name, _, estimate) in figures) json.WriteInterval(name, estimate.Interval);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
