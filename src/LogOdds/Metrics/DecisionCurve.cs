namespace LogOdds.Metrics;

/// <summary>
/// The net benefit of deciding by a model, beside deciding the same for every row (Vickers and Elkin, Medical Decision Making
/// 26, 2006). Whoever acts from probability t on holds a false positive to cost t/(1 − t) of what a true positive is worth, so
/// the benefit is TP/n − FP/n · t/(1 − t), in true positives a row. A model is of use at t where it beats both acting on all
/// and acting on none, whose benefit is 0.
/// </summary>
public static class DecisionCurve
{
    /// <summary>The net benefit at thresholds, in O(n) each.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">Probabilities of class 1, in [0, 1].</param>
    /// <param name="thresholds">Probabilities from which on one would act, each in [0, 1).</param>
    /// <param name="weights">Row weights, finite and ≥ 0, of which 0 leaves the row out; empty for 1 each.</param>
    /// <returns>One point a threshold, in the order given.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows or none of weight above 0, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static IReadOnlyList<DecisionCurvePoint> Compute(ReadOnlySpan<double> y, ReadOnlySpan<double> p, IEnumerable<double> thresholds, ReadOnlySpan<double> weights = default)
    {
        var rows = ScoredRows.OfProbabilities(y, p, weights);
        var everyRow = ConfusionCounts.At(rows, 0);
        var points = new List<DecisionCurvePoint>();
        foreach (var threshold in thresholds)
        {
            if (!(threshold is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(thresholds), threshold, "The threshold of a decision curve is 0 or more and below 1.");
            points.Add(new DecisionCurvePoint(threshold, NetBenefit(ConfusionCounts.At(rows, threshold), threshold), NetBenefit(everyRow, threshold)));
        }
        return points;
    }

    private static double NetBenefit(ConfusionCounts at, double threshold) =>
        (at.TruePositives - at.FalsePositives * (threshold / (1 - threshold))) / at.Total;
}
