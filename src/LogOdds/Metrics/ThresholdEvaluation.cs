namespace LogOdds.Metrics;

/// <summary>
/// A chosen threshold and what it does, with the uncertainty of both: on each resample of the rows the threshold is chosen anew,
/// and its figures are those of that choice. A threshold is measured here on the rows that it was chosen on, which flatters it.
/// </summary>
public sealed record ThresholdEvaluation
{
    /// <summary>The choice on the rows as they are.</summary>
    public required ThresholdChoice Choice { get; init; }

    /// <summary>The chosen threshold; see <see cref="ThresholdChoice.Threshold"/>.</summary>
    public required MetricEstimate Threshold { get; init; }

    /// <summary>The value of the criterion; see <see cref="ThresholdChoice.Value"/>.</summary>
    public required MetricEstimate Value { get; init; }

    /// <summary>See <see cref="ConfusionCounts.Accuracy"/>.</summary>
    public required MetricEstimate Accuracy { get; init; }

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

    /// <summary>The resamples that the intervals come from.</summary>
    public required BootstrapResult Bootstrap { get; init; }

    /// <summary>Chooses a threshold by a rule, on the rows and on resamples of them.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">Probabilities of class 1, in [0, 1].</param>
    /// <param name="rule">How the threshold is chosen.</param>
    /// <param name="bootstrap">The resampling; null for its defaults.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, a class is absent, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static ThresholdEvaluation Of(ReadOnlySpan<double> y, ReadOnlySpan<double> p, ThresholdRule rule, Bootstrap? bootstrap = null)
    {
        // Rows in order of their probabilities are not sorted again in every resample.
        var (sortedY, sortedP) = (y.ToArray(), p.ToArray());
        Array.Sort(sortedP, sortedY);
        var choice = rule(sortedY, sortedP, default);
        var result = (bootstrap ?? new Bootstrap()).Intervals(sortedY, weights => Figures(rule(sortedY, sortedP, weights)));
        var values = Figures(choice);
        MetricEstimate Estimate(int figure) => new(values[figure], result.Intervals[figure].Interval, IntervalMethod.Bootstrap);
        return new ThresholdEvaluation
        {
            Choice = choice,
            Threshold = Estimate(0),
            Value = Estimate(1),
            Accuracy = Estimate(2),
            Precision = Estimate(3),
            Recall = Estimate(4),
            Specificity = Estimate(5),
            F1 = Estimate(6),
            Mcc = Estimate(7),
            BalancedAccuracy = Estimate(8),
            Bootstrap = result,
        };
    }

    private static double[] Figures(ThresholdChoice choice)
    {
        var at = choice.Confusion;
        return [choice.Threshold, choice.Value, at.Accuracy, at.Precision, at.Recall, at.Specificity, at.F1, at.Mcc, at.BalancedAccuracy];
    }
}
