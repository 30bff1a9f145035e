using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>The usual metrics of probabilities against classes, at one threshold. A figure that does not exist is NaN.</summary>
public sealed record BinaryMetrics
{
    /// <summary>The number of rows, each counted once whatever its weight.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows of at least this probability are predicted 1; in [0, 1].</summary>
    public required double Threshold { get; init; }

    /// <summary>The outcomes at the threshold.</summary>
    public required ConfusionCounts Confusion { get; init; }

    /// <summary>The mean log loss in nats, in [0, ∞]; see <see cref="ProbabilityScores"/>.</summary>
    public required double LogLoss { get; init; }

    /// <summary>The Brier score, in [0, 1]; see <see cref="ProbabilityScores"/>.</summary>
    public required double Brier { get; init; }

    /// <summary>The area under the ROC curve, from 0 to 1; see <see cref="RocCurve.Area"/>.</summary>
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

    /// <summary>Computes all of them, in O(n log n) for n rows.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">Probabilities of class 1, in [0, 1].</param>
    /// <param name="threshold">Rows of at least this probability are predicted 1; in [0, 1].</param>
    /// <param name="weights">Row weights, finite and ≥ 0, of which 0 leaves the row out of every figure but <see cref="Rows"/>; empty for 1 each.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows or none of weight above 0, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static BinaryMetrics Compute(ReadOnlySpan<double> y, ReadOnlySpan<double> p, double threshold = 0.5, ReadOnlySpan<double> weights = default)
    {
        var rows = ScoredRows.OfProbabilities(y, p, weights);
        return Compute(rows, threshold, ProbabilityScores.LogLoss(rows), Alone.Instance);
    }

    /// <summary>Computes all but the log loss, which is known better from log-odds than from probabilities, for the rows of all processes that share them out.</summary>
    internal static BinaryMetrics Compute(ScoredRows rows, double threshold, double logLoss, ICommunicator ranks)
    {
        var own = ConfusionCounts.At(rows, threshold);
        double[] sums = [own.TruePositives, own.TrueNegatives, own.FalsePositives, own.FalseNegatives, rows.Count, rows.TotalWeight, ProbabilityScores.SquaredErrors(rows)];
        ranks.Sum(sums);
        var areas = RankingSlices.Areas(rows, ranks);
        return new BinaryMetrics
        {
            Rows = (long)sums[4],
            Threshold = threshold,
            Confusion = new ConfusionCounts(sums[0], sums[1], sums[2], sums[3]),
            LogLoss = logLoss,
            Brier = sums[6] / sums[5],
            Auc = areas.Roc,
            AveragePrecision = areas.AveragePrecision,
        };
    }
}
