using System.Globalization;
using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Selection;

namespace LogOdds.Cli.Output;

/// <summary>A calibration as text.</summary>
internal static class CalibrationView
{
    public static void Write(CalibrationReport report, long seed)
    {
        Facts.Write([("Rows", $"{report.Rows}"), ("Map", InWords(report.Map))]);
        Console.Out.WriteLine();
        (string Label, Func<CalibrationScores, double> Of)[] figures =
        [
            ("Calibration slope", s => s.Fit.Slope), ("Calibration intercept", s => s.Fit.Intercept), ("Calibration in the large", s => s.Fit.InTheLarge),
            ("Log loss", s => s.LogLoss), ("Brier score", s => s.Brier),
        ];
        TableView.Write(["Figure", "Before", "After"], [.. figures.Select(f => (string[])[f.Label, FigureText.Of(f.Of(report.Before)), FigureText.Of(f.Of(report.After))])], [false, true, true]);
        Console.Out.WriteLine();
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"After: by maps fitted without the rows they are measured on, in {report.Folds} folds (seed {seed})."));
    }

    private static string InWords(CalibrationMap map) => map switch
    {
        PlattMap platt => string.Create(CultureInfo.InvariantCulture, $"platt: log-odds = {platt.Slope:G5}·score + {platt.Intercept:G5}"),
        BetaMap beta => string.Create(CultureInfo.InvariantCulture, $"beta: log-odds = {beta.A:G5}·ln p − {beta.B:G5}·ln(1 − p) + {beta.C:G5}, p the probability before"),
        IsotonicMap { Fit: var fit } => $"isotonic: {fit.Shares.Distinct().Count()} steps",
        _ => map.Method,
    };
}
