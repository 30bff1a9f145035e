using LogOdds.Inference;
using LogOdds.Metrics;

namespace LogOdds.Lab.Figures;

/// <summary>A metric with its interval.</summary>
internal sealed record MetricFigures(string Label, double Value, double Low, double High, string Method)
{
    public static IReadOnlyList<MetricFigures> Of(Evaluation e) =>
    [
        Of("ROC AUC", e.Auc), Of("Average precision", e.AveragePrecision), Of("Log loss", e.LogLoss), Of("Brier score", e.Brier), Of("Accuracy", e.Accuracy), Of("Precision", e.Precision),
        Of("Recall (sensitivity)", e.Recall), Of("Specificity", e.Specificity), Of("F1", e.F1), Of("MCC", e.Mcc), Of("Balanced accuracy", e.BalancedAccuracy),
    ];

    private static MetricFigures Of(string label, MetricEstimate estimate) => new(label, estimate.Value, estimate.Interval.Low, estimate.Interval.High, estimate.Method switch
    {
        IntervalMethod.DeLong => "DeLong",
        IntervalMethod.Wilson => "Wilson",
        _ => "bootstrap",
    });
}
