using System.Text.Json;
using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>Curves as JSON, for whoever draws them.</summary>
internal static class CurvesJson
{
    private const int CalibrationBins = 10;

    /// <summary>The ROC curve by its corners, the precision–recall curve, calibration by deciles and the decision curve.</summary>
    public static void Write(Utf8JsonWriter json, ScoredOutcomes outcomes, double level)
    {
        var y = outcomes.Classes.Span;
        var p = outcomes.Probabilities.Span;
        json.WriteStartObject("curves");
        json.WriteStartArray("roc");
        foreach (var point in RocCurve.Compute(y, p).Corners())
        {
            json.WriteStartObject();
            json.WriteFigure("falsePositiveRate", point.FalsePositiveRate);
            json.WriteFigure("truePositiveRate", point.TruePositiveRate);
            json.WriteFigure("threshold", point.Threshold);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("precisionRecall");
        foreach (var point in PrecisionRecallCurve.Compute(y, p).Points)
        {
            json.WriteStartObject();
            json.WriteFigure("precision", point.Precision);
            json.WriteFigure("recall", point.Recall);
            json.WriteFigure("threshold", point.Threshold);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("calibration");
        foreach (var bin in CalibrationTable.ByQuantiles(y, p, CalibrationBins))
        {
            json.WriteStartObject();
            json.WriteNumber("predicted", bin.Predicted);
            json.WriteNumber("observed", bin.Observed);
            json.WriteInterval("interval", bin.Interval(level));
            json.WriteNumber("rows", bin.Rows);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteDecisionCurve(json, outcomes);
        json.WriteEndObject();
    }

    /// <summary>The decision curve at every hundredth.</summary>
    public static void WriteDecisionCurve(Utf8JsonWriter json, ScoredOutcomes outcomes)
    {
        json.WriteStartArray("decisionCurve");
        foreach (var point in DecisionCurve.Compute(outcomes.Classes.Span, outcomes.Probabilities.Span, Enumerable.Range(1, 99).Select(percent => percent / 100.0)))
        {
            json.WriteStartObject();
            json.WriteNumber("threshold", point.Threshold);
            json.WriteNumber("model", point.Model);
            json.WriteNumber("treatAll", point.TreatAll);
            json.WriteNumber("treatNone", 0);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
