using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Selection;

namespace LogOdds.Cli.Output;

/// <summary>Optimism-corrected figures as text.</summary>
internal static class ValidationView
{
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["auc"] = "ROC AUC",
        ["brier"] = "Brier score",
        ["logLoss"] = "Log loss",
        ["accuracy"] = "Accuracy",
        ["calibrationSlope"] = "Calibration slope",
        ["calibrationIntercept"] = "Calibration intercept",
    };

    public static void Write(LogisticModel model, Bootstrap options, OptimismReport report)
    {
        Facts.Write([("Model", model.Encoding.Formula), ("Rows", $"{model.Rows.Used}"),
            ("Resamples", $"{report.Replicates} (seed {options.Seed})" + (report.Undefined > 0 ? $"; in {report.Undefined} of them some figure did not exist" : ""))]);
        Console.Out.WriteLine();
        TableView.Write(["Figure", "On its own rows", "Optimism", "Low", "High", "To be expected"],
            [.. report.Estimates.Select(e => (string[])[Labels[e.Name], FigureText.Of(e.Apparent), .. FigureText.Cells(e.Optimism, e.Spread), FigureText.Of(e.Corrected)])],
            [false, true, true, true, true, true]);
        Console.Out.WriteLine();
        Console.Out.WriteLine("The last column is what to expect on other rows of the same kind, if the columns were not chosen by looking at these. A calibration slope");
        Console.Out.WriteLine("below 1 says that predictions are too extreme: multiply log-odds by it, use a penalty, or fewer columns.");
    }
}
