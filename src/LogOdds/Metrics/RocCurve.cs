using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>
/// The receiver operating characteristic: recall against the false positive rate as the threshold falls (Fawcett, Pattern
/// Recognition Letters 27, 2006). Where a class is absent, its rate and the area do not exist and are NaN.
/// </summary>
public sealed class RocCurve
{
    private readonly List<(double Threshold, double Positives, double Negatives)> _steps = [];

    private RocCurve(RankedScores ranked)
    {
        foreach (var step in ranked) _steps.Add(step);
        var (_, positives, negatives) = _steps[^1];
        Points = [new RocPoint(0 / negatives, 0 / positives, double.PositiveInfinity),
            .. _steps.Select(step => new RocPoint(step.Negatives / negatives, step.Positives / positives, step.Threshold))];
        Area = ranked.Areas().Roc;
    }

    /// <summary>
    /// The points by falling threshold, from (0, 0) with the threshold ∞ to (1, 1): one for each distinct score, and the first.
    /// </summary>
    public IReadOnlyList<RocPoint> Points { get; }

    /// <summary>
    /// The area under the curve, from 0 to 1: the probability that a row of class 1 scores above one of class 0, ties counting
    /// half (Mann and Whitney, Annals of Mathematical Statistics 18, 1947). NaN where a class is absent.
    /// </summary>
    public double Area { get; }

    /// <summary>The curve of n scores against n classes, in O(n log n).</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="score">Scores, larger for class 1: probabilities, log-odds or any numbers but NaN.</param>
    /// <param name="weights">Row weights, finite and ≥ 0, of which 0 leaves the row out; empty for 1 each.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows or none of weight above 0, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static RocCurve Compute(ReadOnlySpan<double> y, ReadOnlySpan<double> score, ReadOnlySpan<double> weights = default)
    {
        using var ranked = new RankedScores(ScoredRows.OfScores(y, score, weights));
        return new(ranked);
    }

    /// <summary>
    /// The recall at a specificity: the highest there where the curve rises, and between points on the straight line that joins
    /// them. NaN where a class is absent.
    /// </summary>
    /// <param name="specificity">1 − the false positive rate, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The specificity is out of range.</exception>
    public double RecallAt(double specificity)
    {
        var next = PointsFrom(specificity);
        return next == Points.Count ? Points[^1].TruePositiveRate : Between(Points[next - 1], Points[next], 1 - specificity);
    }

    /// <summary>
    /// The area under the part of the curve whose specificity is at least <paramref name="specificity"/>, from 0 to
    /// 1 − <paramref name="specificity"/> (McClish, Medical Decision Making 9, 1989). NaN where a class is absent.
    /// </summary>
    /// <param name="specificity">Where the part ends, from 0 to 1; it begins at specificity 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The specificity is out of range.</exception>
    public double PartialArea(double specificity)
    {
        var end = new RocPoint(1 - specificity, RecallAt(specificity), double.NaN);
        var (before, area) = (Points[0], new CompensatedSum());
        foreach (var point in Points.Take(PointsFrom(specificity)).Append(end))
        {
            area.Add((point.FalsePositiveRate - before.FalsePositiveRate) * (point.TruePositiveRate + before.TruePositiveRate) / 2);
            before = point;
        }
        return area.Value;
    }

    /// <summary>
    /// <see cref="PartialArea"/> on the scale of the whole: ½ for scores that tell nothing, 1 for a perfect order (McClish
    /// 1989). It is NaN where a class is absent, and where there is no part: at specificity 1.
    /// </summary>
    /// <param name="specificity">Where the part ends, from 0 to 1; it begins at specificity 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The specificity is out of range.</exception>
    public double StandardizedPartialArea(double specificity)
    {
        var (most, chance) = (1 - specificity, (1 - specificity) * (1 - specificity) / 2);
        return (1 + (PartialArea(specificity) - chance) / (most - chance)) / 2;
    }

    /// <summary>
    /// The points at which the curve turns. A point is left out where both classes gain as much weight on the way to it as on
    /// the way on from it; the ends and the point of the highest score always stay. These are the points that scikit-learn's
    /// <c>roc_curve</c> keeps with <c>drop_intermediate</c> (version 1.2.1).
    /// </summary>
    public IReadOnlyList<RocPoint> Corners()
    {
        var corners = new List<RocPoint> { Points[0] };
        var last = _steps.Count - 1;
        for (var i = 0; i <= last; i++)
            // Steps of the counts, which are whole numbers where rows count once, rather than of the rounded rates.
            if (i == 0 || i == last || Turns(_steps[i - 1].Negatives, _steps[i].Negatives, _steps[i + 1].Negatives)
                || Turns(_steps[i - 1].Positives, _steps[i].Positives, _steps[i + 1].Positives)) corners.Add(Points[i + 1]);
        return corners;
    }

    /// <summary>How many points, 1 or more, have at least a specificity.</summary>
    private int PointsFrom(double specificity)
    {
        if (!(specificity is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(specificity), specificity, "A specificity is from 0 to 1.");
        var negatives = _steps[^1].Negatives;
        var count = 1;
        // Of the counts, for 1 less a rounded rate may miss the rounded specificity.
        while (count < Points.Count && (negatives - _steps[count - 1].Negatives) / negatives >= specificity) count++;
        return count;
    }

    private static double Between(RocPoint before, RocPoint after, double falsePositiveRate) =>
        before.TruePositiveRate + (after.TruePositiveRate - before.TruePositiveRate)
            * ((falsePositiveRate - before.FalsePositiveRate) / (after.FalsePositiveRate - before.FalsePositiveRate));

    private static bool Turns(double before, double here, double after) => after - here != here - before;
}
