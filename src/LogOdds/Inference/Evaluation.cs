using LogOdds.Datafits;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Numerics;

namespace LogOdds.Inference;

/// <summary>
/// How good probabilities are on rows with known classes: first whether they mean what they say, then every metric with a
/// confidence interval. The area under the ROC curve has DeLong's, shares of rows have Wilson's, all else is bootstrapped.
/// </summary>
public sealed record Evaluation
{
    /// <summary>The metrics themselves.</summary>
    public required BinaryMetrics Metrics { get; init; }

    /// <summary>The calibration.</summary>
    public required CalibrationFit Calibration { get; init; }

    /// <summary>The confidence level of all intervals.</summary>
    public required double Level { get; init; }

    /// <summary>The resamples that intervals come from.</summary>
    public required BootstrapResult Bootstrap { get; init; }

    /// <summary>The area under the ROC curve.</summary>
    public required MetricEstimate Auc { get; init; }

    /// <summary>See <see cref="PrecisionRecallCurve.AveragePrecision"/>.</summary>
    public required MetricEstimate AveragePrecision { get; init; }

    /// <summary>See <see cref="BinaryMetrics.LogLoss"/>.</summary>
    public required MetricEstimate LogLoss { get; init; }

    /// <summary>See <see cref="BinaryMetrics.Brier"/>.</summary>
    public required MetricEstimate Brier { get; init; }

    /// <summary>See <see cref="ConfusionCounts.Accuracy"/>.</summary>
    public required MetricEstimate Accuracy { get; init; }

    /// <summary>See <see cref="ConfusionCounts.ErrorRate"/>.</summary>
    public required MetricEstimate ErrorRate { get; init; }

    /// <summary>See <see cref="ConfusionCounts.Precision"/>.</summary>
    public required MetricEstimate Precision { get; init; }

    /// <summary>See <see cref="ConfusionCounts.Recall"/>.</summary>
    public required MetricEstimate Recall { get; init; }

    /// <summary>See <see cref="ConfusionCounts.Specificity"/>.</summary>
    public required MetricEstimate Specificity { get; init; }

    /// <summary>See <see cref="ConfusionCounts.F1"/>.</summary>
    public required MetricEstimate F1 { get; init; }

    /// <summary>See <see cref="ConfusionCounts.Mcc"/>.</summary>
    public required MetricEstimate Mcc { get; init; }

    /// <summary>See <see cref="ConfusionCounts.BalancedAccuracy"/>.</summary>
    public required MetricEstimate BalancedAccuracy { get; init; }

    /// <summary>Evaluates the probabilities of scored rows.</summary>
    /// <param name="outcomes">The rows.</param>
    /// <param name="threshold">Rows of at least this probability are predicted 1; in [0, 1].</param>
    /// <param name="bootstrap">The resampling, and the level of all intervals; null for its defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold, the level or the number of replicates is out of range.</exception>
    public static Evaluation Of(ScoredOutcomes outcomes, double threshold = 0.5, Bootstrap? bootstrap = null)
    {
        bootstrap ??= new Bootstrap();
        var metrics = LogisticModel.Score(outcomes.Classes.Span, outcomes.LogOdds.Span, default, threshold);
        var result = Resample(outcomes, threshold, bootstrap);
        var at = metrics.Confusion;
        return new Evaluation
        {
            Metrics = metrics,
            // A calibrated model may be certain of a row.
            Calibration = VectorKernels.AreFinite(outcomes.LogOdds.Span) ? CalibrationFit.OfLogOdds(outcomes.Classes.Span, outcomes.LogOdds.Span) : CalibrationFit.Unknown,
            Level = bootstrap.Level,
            Bootstrap = result,
            Auc = new MetricEstimate(metrics.Auc, DeLong.Estimate(outcomes.Classes.Span, outcomes.Probabilities.Span).Interval(bootstrap.Level), IntervalMethod.DeLong),
            AveragePrecision = Estimate(0),
            LogLoss = Estimate(1),
            Brier = Estimate(2),
            F1 = Estimate(3),
            Mcc = Estimate(4),
            BalancedAccuracy = Estimate(5),
            Accuracy = Share(metrics.Accuracy, at.TruePositives + at.TrueNegatives, at.Total),
            ErrorRate = Share(metrics.ErrorRate, at.FalsePositives + at.FalseNegatives, at.Total),
            Precision = Share(metrics.Precision, at.TruePositives, at.TruePositives + at.FalsePositives),
            Recall = Share(metrics.Recall, at.TruePositives, at.TruePositives + at.FalseNegatives),
            Specificity = Share(metrics.Specificity, at.TrueNegatives, at.TrueNegatives + at.FalsePositives),
        };

        MetricEstimate Estimate(int figure) => new(Figures(metrics)[figure], result.Intervals[figure].Interval, IntervalMethod.Bootstrap);
        MetricEstimate Share(double value, double rows, double of) => new(value, ConfidenceInterval.Wilson(rows, of, bootstrap.Level), IntervalMethod.Wilson);
    }

    private static BootstrapResult Resample(ScoredOutcomes outcomes, double threshold, Bootstrap bootstrap)
    {
        // Rows in order of their probabilities are not sorted again in every resample, and a row's loss stays what it is.
        var (y, eta) = (outcomes.Classes.ToArray(), outcomes.LogOdds.ToArray());
        Array.Sort(eta, y);
        var (p, losses) = (new double[eta.Length], new double[eta.Length]);
        Logistic.Probabilities(eta, p);
        for (var i = 0; i < eta.Length; i++) losses[i] = Logistic.Loss(y[i], eta[i]);
        return bootstrap.Intervals(y, weights =>
        {
            var rows = ScoredRows.OfProbabilities(y, p, weights);
            return Figures(BinaryMetrics.Compute(rows, threshold, VectorKernels.Dot(losses, weights) / rows.TotalWeight, Alone.Instance));
        });
    }

    private static double[] Figures(BinaryMetrics m) => [m.AveragePrecision, m.LogLoss, m.Brier, m.F1, m.Mcc, m.BalancedAccuracy];
}
