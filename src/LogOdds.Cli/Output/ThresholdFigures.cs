using LogOdds.Metrics;

namespace LogOdds.Cli.Output;

/// <summary>The metrics of a chosen threshold under their names, in the order in which they are printed.</summary>
internal static class ThresholdFigures
{
    public static IReadOnlyList<(string Name, string Label, MetricEstimate Estimate)> Of(ThresholdEvaluation e) =>
    [
        ("accuracy", "Accuracy", e.Accuracy),
        ("precision", "Precision", e.Precision),
        ("recall", "Recall (sensitivity)", e.Recall),
        ("specificity", "Specificity", e.Specificity),
        ("f1", "F1", e.F1),
        ("mcc", "MCC", e.Mcc),
        ("balancedAccuracy", "Balanced accuracy", e.BalancedAccuracy),
    ];
}
