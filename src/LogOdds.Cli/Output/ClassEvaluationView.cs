using System.Globalization;
using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>An evaluation of several classes as text.</summary>
internal static class ClassEvaluationView
{
    // A table of more classes would not fit a terminal.
    private const int MostOfConfusion = 12;

    public static void Write(ClassModel model, MultiClassMetrics metrics, int rowsRead)
    {
        Facts.Write([("Model", model.Encoding.Formula), ("Rows", $"{metrics.Rows} scored" + (rowsRead > metrics.Rows ? $", {rowsRead - metrics.Rows} left out for missing values" : ""))]);
        Console.Out.WriteLine();
        Facts.Write(
        [
            ("Accuracy", $"{FigureText.Of(metrics.Accuracy)} (error rate {FigureText.Of(1 - metrics.Accuracy)}); balanced {FigureText.Of(metrics.BalancedAccuracy)}"),
            .. model.Classes.Count > 2 ? new[] { ("Among the likeliest", string.Join(", ", Enumerable.Range(2, Math.Min(4, model.Classes.Count - 2)).Select(k => $"{k}: {FigureText.Of(metrics.TopAccuracy(k))}"))) } : [],
            ("Agreement", $"kappa {FigureText.Of(metrics.Kappa)}, MCC {FigureText.Of(metrics.Mcc)}"),
            ("Probabilities", $"log loss {FigureText.Of(metrics.LogLoss)}, Brier score {FigureText.Of(metrics.Brier)} (of 2)"),
            ("ROC AUC", $"one class against the rest {FigureText.Of(metrics.AucOneVsRest)} ({FigureText.Of(metrics.AucOneVsRestWeighted)} by rows), pairs {FigureText.Of(metrics.AucOneVsOne)} ({FigureText.Of(metrics.AucOneVsOneWeighted)} by rows)"),
        ]);
        Console.Out.WriteLine();
        static string[] Line(string label, double precision, double recall, double f1, string auc, string rows) => [label, FigureText.Of(precision), FigureText.Of(recall), FigureText.Of(f1), auc, rows];
        TableView.Write(["Class", "Precision", "Recall", "F1", "AUC", "Rows"],
            [
                .. model.Classes.Zip(metrics.PerClass, (label, c) => Line(label, c.Precision, c.Recall, c.F1, FigureText.Of(c.Auc), Count(c.Support))),
                Line("mean", metrics.Macro.Precision, metrics.Macro.Recall, metrics.Macro.F1, FigureText.Of(metrics.AucOneVsRest), ""),
                Line("mean by rows", metrics.SupportWeighted.Precision, metrics.SupportWeighted.Recall, metrics.SupportWeighted.F1, FigureText.Of(metrics.AucOneVsRestWeighted), Count(metrics.TotalWeight)),
            ],
            [false, true, true, true, true, true]);
        if (model.Classes.Count > MostOfConfusion) return;
        Console.Out.WriteLine();
        TableView.Write(["Is \\ predicted", .. model.Classes], [.. model.Classes.Zip(metrics.Confusion, (label, row) => (string[])[label, .. row.Select(Count)])], [false, .. Enumerable.Repeat(true, model.Classes.Count)]);
    }

    private static string Count(double rows) => rows.ToString("0.###", CultureInfo.InvariantCulture);
}
