using System.Text.Json;
using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary><c>evaluate --json</c> of several classes.</summary>
internal static class ClassEvaluationJson
{
    public static void Write(ClassModel model, MultiClassMetrics metrics, int rowsRead) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.evaluate/1");
        json.WriteString("family", ClassModelFile.FamilyOf(model.Kind));
        json.WriteNumber("rows", metrics.Rows);
        json.WriteNumber("rowsDropped", rowsRead - metrics.Rows);
        json.WriteTexts("classes", model.Classes);
        json.WriteFigure("accuracy", metrics.Accuracy);
        json.WriteFigure("errorRate", 1 - metrics.Accuracy);
        json.WriteFigure("balancedAccuracy", metrics.BalancedAccuracy);
        json.WriteFigure("kappa", metrics.Kappa);
        json.WriteFigure("mcc", metrics.Mcc);
        json.WriteFigure("logLoss", metrics.LogLoss);
        json.WriteFigure("brier", metrics.Brier);
        json.WriteStartArray("topAccuracy");
        for (var k = 1; k <= model.Classes.Count; k++) json.WriteNumberValue(metrics.TopAccuracy(k));
        json.WriteEndArray();
        json.WriteStartObject("auc");
        json.WriteFigure("oneVsRest", metrics.AucOneVsRest);
        json.WriteFigure("oneVsRestWeighted", metrics.AucOneVsRestWeighted);
        json.WriteFigure("oneVsOne", metrics.AucOneVsOne);
        json.WriteFigure("oneVsOneWeighted", metrics.AucOneVsOneWeighted);
        json.WriteEndObject();
        WriteAverage(json, "macro", metrics.Macro);
        WriteAverage(json, "weighted", metrics.SupportWeighted);
        WriteAverage(json, "micro", metrics.Micro);
        json.WriteStartArray("perClass");
        foreach (var (label, figures) in model.Classes.Zip(metrics.PerClass))
        {
            json.WriteStartObject();
            json.WriteString("class", label);
            json.WriteFigure("precision", figures.Precision);
            json.WriteFigure("recall", figures.Recall);
            json.WriteFigure("f1", figures.F1);
            json.WriteFigure("auc", figures.Auc);
            json.WriteNumber("support", figures.Support);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        // A row a class, a column a prediction.
        json.WriteStartArray("confusion");
        foreach (var row in metrics.Confusion)
        {
            json.WriteStartArray();
            foreach (var count in row) json.WriteNumberValue(count);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    });

    private static void WriteAverage(Utf8JsonWriter json, string name, AveragedMetrics average)
    {
        json.WriteStartObject(name);
        json.WriteFigure("precision", average.Precision);
        json.WriteFigure("recall", average.Recall);
        json.WriteFigure("f1", average.F1);
        json.WriteEndObject();
    }
}
