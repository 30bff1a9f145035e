using System.Globalization;
using LogOdds.Metrics;

namespace LogOdds.Cli.Output;

/// <summary>Figures as text, alike in all tables of metrics.</summary>
internal static class FigureText
{
    /// <summary>Four decimals, – for a figure that does not exist.</summary>
    // Adding 0 takes the sign from −0.
    public static string Of(double value) => double.IsNaN(value) ? "–" : double.IsFinite(value) ? (Math.Round(value, 4) + 0).ToString("F4", CultureInfo.InvariantCulture) : Exact(value);

    /// <summary>All digits, as a threshold needs them to be used again.</summary>
    public static string Exact(double value) => double.IsPositiveInfinity(value) ? "∞" : value.ToString("R", CultureInfo.InvariantCulture);

    public static string PValue(double p) => p < 1e-4 ? p.ToString("0.0e+0", CultureInfo.InvariantCulture) : Of(p);

    public static string Percent(double level) => (100 * level).ToString("0.####", CultureInfo.InvariantCulture);

    public static string Of(ConfusionCounts at) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.TruePositives} true positives, {at.TrueNegatives} true negatives, {at.FalsePositives} false positives, {at.FalseNegatives} false negatives");

    public static string Of(IntervalMethod method) => method switch
    {
        IntervalMethod.DeLong => "DeLong",
        IntervalMethod.Wilson => "Wilson",
        _ => "bootstrap",
    };

    /// <summary>The figure and the ends of its interval, as three cells of a table.</summary>
    public static string[] Cells(double value, ConfidenceInterval interval) => [Of(value), Of(interval.Low), Of(interval.High)];
}
