namespace LogOdds.Metrics;

/// <summary>
/// The variance of the area under the ROC curve and the test between two of them on the same rows (DeLong, DeLong and
/// Clarke-Pearson, Biometrics 44, 1988), in O(n log n) by ranks (Sun and Xu, IEEE Signal Processing Letters 21, 2014). Rows
/// count once each: the variance is one of independent rows, which weights are not, so there are none here.
/// </summary>
public static class DeLong
{
    /// <summary>The area of n scores against n classes, with its variance.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="score">Scores, larger for class 1: probabilities, log-odds or any numbers but NaN.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static AucEstimate Estimate(ReadOnlySpan<double> y, ReadOnlySpan<double> score) => Estimate(y, new Placements(ScoredRows.OfScores(y, score, default)));

    /// <summary>The areas of two scores of the same n rows, and the test of their difference.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="first">Scores, larger for class 1: probabilities, log-odds or any numbers but NaN.</param>
    /// <param name="second">Other scores of the same rows, not necessarily on the same scale.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static AucComparison Compare(ReadOnlySpan<double> y, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var a = new Placements(ScoredRows.OfScores(y, first, default));
        var b = new Placements(ScoredRows.OfScores(y, second, default));
        // Of the differences row by row, and not from three sums: nothing cancels where the scores are nearly the same.
        return new AucComparison(Estimate(y, a), Estimate(y, b), a.Less(b).Variance(y));
    }

    private static AucEstimate Estimate(ReadOnlySpan<double> y, Placements placements) =>
        new(placements.Mean, placements.Variance(y), placements.Positives, placements.Negatives);
}
