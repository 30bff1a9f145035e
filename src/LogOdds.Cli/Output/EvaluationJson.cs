using System.Text.Json;
using LogOdds.Inference;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary><c>evaluate --json</c>.</summary>
internal static class EvaluationJson
{
    public static void Write(EvaluationReport report, bool hasCurves) => JsonOutput.Write(json =>
    {
        var evaluation = report.Evaluation;
        var figures = EvaluationFigures.Of(evaluation);
        json.WriteString("schema", "logodds.evaluate/1");
        json.WriteNumber("rows", report.Outcomes.Rows);
        json.WriteNumber("rowsDropped", report.RowsRead - report.Outcomes.Rows);
        json.WriteFigure("prevalence", report.Prevalence);
        WriteCalibration(json, evaluation.Calibration, evaluation.Level);
        json.WriteNumber("threshold", evaluation.Metrics.Threshold);
        foreach (var (name, _, estimate) in figures) json.WriteFigure(name, estimate.Value);
        json.WriteConfusion(evaluation.Metrics.Confusion);
        json.WriteStartObject("intervals");
        foreach (var (name, _, estimate) in figures) json.WriteInterval(name, estimate.Interval);
        json.WriteEndObject();
        json.WriteBootstrap(report.Bootstrap, evaluation.Bootstrap);
        if (report.Rival is { } rival) WriteComparison(json, rival.Name, rival.Model, rival.Comparison, evaluation.Level);
        if (hasCurves) CurvesJson.Write(json, report.Outcomes, evaluation.Level);
    });

    private static void WriteCalibration(Utf8JsonWriter json, CalibrationFit calibration, double level)
    {
        json.WriteStartObject("calibration");
        json.WriteFigure("slope", calibration.Slope);
        json.WriteFigure("slopeStandardError", calibration.SlopeStandardError);
        json.WriteFigure("intercept", calibration.Intercept);
        json.WriteFigure("interceptStandardError", calibration.InterceptStandardError);
        json.WriteFigure("inTheLarge", calibration.InTheLarge);
        json.WriteFigure("inTheLargeStandardError", calibration.InTheLargeStandardError);
        json.WriteStartObject("intervals");
        json.WriteInterval("slope", calibration.SlopeInterval(level));
        json.WriteInterval("intercept", calibration.InterceptInterval(level));
        json.WriteInterval("inTheLarge", calibration.InTheLargeInterval(level));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteComparison(Utf8JsonWriter json, string name, LogisticModel model, ModelComparison comparison, double level)
    {
        json.WriteStartObject("comparison");
        json.WriteString("model", name);
        json.WriteString("formula", model.Encoding.Formula);
        json.WriteFigure("auc", comparison.Auc.Second.Area);
        json.WriteFigure("z", comparison.Auc.Z);
        json.WriteFigure("p", comparison.Auc.P);
        json.WriteStartObject("differences");
        json.WriteFigure("auc", comparison.Auc.Difference);
        json.WriteFigure("logLoss", comparison.LogLoss.Value);
        json.WriteFigure("brier", comparison.Brier.Value);
        json.WriteEndObject();
        json.WriteStartObject("intervals");
        json.WriteInterval("auc", comparison.Auc.Interval(level));
        json.WriteInterval("logLoss", comparison.LogLoss.Interval);
        json.WriteInterval("brier", comparison.Brier.Interval);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
