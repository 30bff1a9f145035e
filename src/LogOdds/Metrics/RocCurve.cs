namespace LogOdds.Metrics;

/// <summary>
/// The receiver operating characteristic: recall against the false positive rate as the threshold falls (Fawcett, Pattern
/// Recognition Letters 27, 2006). Where a class is absent, its rate and the area do not exist and are NaN.
/// </summary>
public sealed class RocCurve
{
    private readonly RankedScores _ranked;

    private RocCurve(RankedScores ranked)
    {
        _ranked = ranked;
        var (negatives, positives) = (ranked.Negatives[^1], ranked.Positives[^1]);
        var points = new RocPoint[ranked.Thresholds.Length + 1];
        points[0] = new RocPoint(0 / negatives, 0 / positives, double.PositiveInfinity);
        var doubled = 0.0;
        for (var i = 0; i < ranked.Thresholds.Length; i++)
        {
            points[i + 1] = new RocPoint(ranked.Negatives[i] / negatives, ranked.Positives[i] / positives, ranked.Thresholds[i]);
            var (negativesBefore, positivesBefore) = i == 0 ? (0, 0) : (ranked.Negatives[i - 1], ranked.Positives[i - 1]);
            doubled += (ranked.Negatives[i] - negativesBefore) * (ranked.Positives[i] + positivesBefore);
        }
        Points = points;
        Area = doubled / 2 / (negatives * positives);
    }

    /// <summary>The points from (0, 0) to (1, 1), one a distinct score.</summary>
    public IReadOnlyList<RocPoint> Points { get; }

    /// <summary>
    /// The area under the curve: the probability that a row of class 1 scores above one of class 0, ties counting half (Mann and Whitney 1947).
    /// </summary>
    public double Area { get; }

    /// <summary>The curve of scores against classes, in O(n log n).</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="score">Scores, larger for class 1; probabilities or log-odds.</param>
    /// <param name="weights">Row weights ≥ 0; empty for 1.</param>
    /// <exception cref="ArgumentException">Lengths differ or there are no rows.</exception>
    public static RocCurve Compute(ReadOnlySpan<double> y, ReadOnlySpan<double> score, ReadOnlySpan<double> weights = default)
    {
        if (y.IsEmpty || score.Length != y.Length || (!weights.IsEmpty && weights.Length != y.Length))
            throw new ArgumentException($"There are {y.Length} classes, {score.Length} scores and {weights.Length} weights.", nameof(score));
        return new RocCurve(new RankedScores(y, score, weights));
    }

    /// <summary>The points at which the curve turns: those on a straight line between their neighbours are left out, the ends kept.</summary>
    public IReadOnlyList<RocPoint> Corners()
    {
        var corners = new List<RocPoint> { Points[0] };
        for (var i = 0; i < Points.Count - 1; i++)
        {
            // Second differences of the counts, which are exact, rather than of the rates.
            var isEnd = i == Points.Count - 2;
            if (isEnd || Turns(_ranked.Negatives, i) || Turns(_ranked.Positives, i)) corners.Add(Points[i + 1]);
        }
        return corners;
    }

    private static bool Turns(double[] counts, int i)
    {
        var before = i == 0 ? 0 : counts[i - 1];
        return counts[i + 1] - counts[i] != counts[i] - before;
    }
}
