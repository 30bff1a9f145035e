namespace LogOdds.Metrics;

/// <summary>
/// Precision against recall as the threshold falls (Davis and Goadrich, International Conference on Machine Learning 2006).
/// Without rows of class 1, recall and the average do not exist and are NaN.
/// </summary>
public sealed class PrecisionRecallCurve
{
    private PrecisionRecallCurve(RankedScores ranked)
    {
        var steps = new List<(double Threshold, double Positives, double Negatives)>();
        foreach (var step in ranked) steps.Add(step);
        Points = [.. steps.Select(step => new PrecisionRecallPoint(step.Positives / (step.Positives + step.Negatives), step.Positives / steps[^1].Positives, step.Threshold))];
        AveragePrecision = ranked.Areas().AveragePrecision;
    }

    /// <summary>The points by falling threshold, one for each distinct score; recall rises to 1 at the last.</summary>
    public IReadOnlyList<PrecisionRecallPoint> Points { get; }

    /// <summary>
    /// Σ (recallᵢ − recallᵢ₋₁)·precisionᵢ, from 0 to 1: the area under the steps, without interpolation, as scikit-learn's
    /// <c>average_precision_score</c>. NaN without rows of class 1.
    /// </summary>
    public double AveragePrecision { get; }

    /// <summary>The curve of n scores against n classes, in O(n log n).</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="score">Scores, larger for class 1: probabilities, log-odds or any numbers but NaN.</param>
    /// <param name="weights">Row weights, finite and ≥ 0, of which 0 leaves the row out; empty for 1 each.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows or none of weight above 0, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static PrecisionRecallCurve Compute(ReadOnlySpan<double> y, ReadOnlySpan<double> score, ReadOnlySpan<double> weights = default)
    {
        using var ranked = new RankedScores(ScoredRows.OfScores(y, score, weights));
        return new(ranked);
    }
}
