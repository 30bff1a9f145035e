using LogOdds.Inference;
using LogOdds.Metrics;

namespace LogOdds.Cli.Output;

/// <summary>The metrics of an evaluation under their names, in the order in which they are printed.</summary>
internal static class EvaluationFigures
{
    public static IReadOnlyList<(string Name, string Label, MetricEstimate Estimate)> Of(Evaluation e) =>
    [
        ("auc", "ROC AUC", e.Auc),
        ("averagePrecision", "Average precision", e.AveragePrecision),
        ("logLoss", "Log loss", e.LogLoss),
        ("brier", "Brier score", e.Brier),
        ("accuracy", "Accuracy", e.Accuracy),
        ("errorRate", "Error rate", e.ErrorRate),
        ("precision", "Precision", e.Precision),
        ("recall", "Recall (sensitivity)", e.Recall),
        ("specificity", "Specificity", e.Specificity),
        ("f1", "F1", e.F1),
        ("mcc", "MCC", e.Mcc),
        ("balancedAccuracy", "Balanced accuracy", e.BalancedAccuracy),
    ];
}
