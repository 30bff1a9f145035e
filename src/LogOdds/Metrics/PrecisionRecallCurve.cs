namespace LogOdds.Metrics;

/// <summary>Precision against recall as the threshold falls. Without rows of class 1, recall and the average do not exist and are NaN.</summary>
public sealed class PrecisionRecallCurve
{
    private PrecisionRecallCurve(RankedScores ranked)
    {
        var points = new PrecisionRecallPoint[ranked.Thresholds.Length];
        var positives = ranked.Positives[^1];
        var (average, recall) = (0.0, 0.0);
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new PrecisionRecallPoint(ranked.Positives[i] / (ranked.Positives[i] + ranked.Negatives[i]), ranked.Positives[i] / positives, ranked.Thresholds[i]);
            if (points[i].Recall == recall) continue;
            average += (points[i].Recall - recall) * points[i].Precision;
            recall = points[i].Recall;
        }
        Points = points;
        AveragePrecision = average;
    }

    /// <summary>The points by falling threshold, one a distinct score.</summary>
    public IReadOnlyList<PrecisionRecallPoint> Points { get; }

    /// <summary>Σ (recallᵢ − recallᵢ₋₁)·precisionᵢ: the area under the steps, without interpolation.</summary>
    public double AveragePrecision { get; }

    /// <summary>The curve of scores against classes, in O(n log n).</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="score">Scores, larger for class 1; probabilities or log-odds.</param>
    /// <param name="weights">Row weights ≥ 0; empty for 1.</param>
    /// <exception cref="ArgumentException">Lengths differ or there are no rows.</exception>
    public static PrecisionRecallCurve Compute(ReadOnlySpan<double> y, ReadOnlySpan<double> score, ReadOnlySpan<double> weights = default)
    {
        if (y.IsEmpty || score.Length != y.Length || (!weights.IsEmpty && weights.Length != y.Length))
            throw new ArgumentException($"There are {y.Length} classes, {score.Length} scores and {weights.Length} weights.", nameof(score));
        return new PrecisionRecallCurve(new RankedScores(y, score, weights));
    }
}
