namespace LogOdds.Metrics;

/// <summary>The usual metrics of probabilities against classes, at one threshold. A figure that does not exist is NaN.</summary>
public sealed record BinaryMetrics
{
    /// <summary>The number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows of at least this probability are predicted 1.</summary>
    public required double Threshold { get; init; }

    /// <summary>The outcomes at the threshold.</summary>
    public required ConfusionCounts Confusion { get; init; }

    /// <summary>See <see cref="ProbabilityScores.LogLoss"/>.</summary>
    public required double LogLoss { get; init; }

    /// <summary>See <see cref="ProbabilityScores.Brier"/>.</summary>
    public required double Brier { get; init; }

    /// <summary>The area under the ROC curve; see <see cref="RocCurve.Area"/>.</summary>
    public required double Auc { get; init; }

    /// <summary>See <see cref="PrecisionRecallCurve.AveragePrecision"/>.</summary>
    public required double AveragePrecision { get; init; }

    /// <summary>See <see cref="ConfusionCounts.Accuracy"/>.</summary>
    public double Accuracy => Confusion.Accuracy;

    /// <summary>See <see cref="ConfusionCounts.ErrorRate"/>.</summary>
    public double ErrorRate => Confusion.ErrorRate;

    /// <summary>See <see cref="ConfusionCounts.Precision"/>.</summary>
    public double Precision => Confusion.Precision;

    /// <summary>See <see cref="ConfusionCounts.Recall"/>.</summary>
    public double Recall => Confusion.Recall;

    /// <summary>See <see cref="ConfusionCounts.Specificity"/>.</summary>
    public double Specificity => Confusion.Specificity;

    /// <summary>See <see cref="ConfusionCounts.F1"/>.</summary>
    public double F1 => Confusion.F1;

    /// <summary>See <see cref="ConfusionCounts.Mcc"/>.</summary>
    public double Mcc => Confusion.Mcc;

    /// <summary>See <see cref="ConfusionCounts.BalancedAccuracy"/>.</summary>
    public double BalancedAccuracy => Confusion.BalancedAccuracy;

    /// <summary>Computes all of them.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">Probabilities of class 1.</param>
    /// <param name="threshold">Rows of at least this probability are predicted 1.</param>
    /// <param name="weights">Row weights ≥ 0; empty for 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, a value is out of range, or there are no rows.</exception>
    public static BinaryMetrics Compute(ReadOnlySpan<double> y, ReadOnlySpan<double> p, double threshold = 0.5, ReadOnlySpan<double> weights = default) => new()
    {
        Rows = y.Length,
        Threshold = threshold,
        Confusion = ConfusionCounts.At(y, p, threshold, weights),
        LogLoss = ProbabilityScores.LogLoss(y, p, weights),
        Brier = ProbabilityScores.Brier(y, p, weights),
        Auc = RocCurve.Compute(y, p, weights).Area,
        AveragePrecision = PrecisionRecallCurve.Compute(y, p, weights).AveragePrecision,
    };
}
