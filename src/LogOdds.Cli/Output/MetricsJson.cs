using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary><c>evaluate --json</c>.</summary>
internal static class MetricsJson
{
    public static void Write(BinaryMetrics metrics, int rowsRead) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.evaluate/1");
        json.WriteNumber("rows", metrics.Rows);
        json.WriteNumber("rowsDropped", rowsRead - metrics.Rows);
        json.WriteNumber("threshold", metrics.Threshold);
        json.WriteFigure("accuracy", metrics.Accuracy);
        json.WriteFigure("errorRate", metrics.ErrorRate);
        json.WriteFigure("precision", metrics.Precision);
        json.WriteFigure("recall", metrics.Recall);
        json.WriteFigure("specificity", metrics.Specificity);
        json.WriteFigure("f1", metrics.F1);
        json.WriteFigure("mcc", metrics.Mcc);
        json.WriteFigure("balancedAccuracy", metrics.BalancedAccuracy);
        json.WriteFigure("logLoss", metrics.LogLoss);
        json.WriteFigure("brier", metrics.Brier);
        json.WriteFigure("auc", metrics.Auc);
        json.WriteFigure("averagePrecision", metrics.AveragePrecision);
        json.WriteConfusion(metrics.Confusion);
    });
}
