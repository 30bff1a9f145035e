using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>
/// Probabilities against what happened, in bins by rising probability (the reliability diagram of Murphy and Winkler, Applied
/// Statistics 26, 1977), as scikit-learn's <c>calibration_curve</c>: a probability on the edge between two bins belongs to the
/// lower one, and bins without rows are left out.
/// </summary>
public static class CalibrationTable
{
    /// <summary>Bins of equal width in probability, with the edges k / <paramref name="bins"/>.</summary>
    /// <inheritdoc cref="ByQuantiles"/>
    public static IReadOnlyList<CalibrationBin> ByWidth(ReadOnlySpan<double> y, ReadOnlySpan<double> p, int bins)
    {
        var rows = Require(y, p, bins);
        var inner = new double[bins - 1];
        for (var k = 1; k < bins; k++) inner[k - 1] = (double)k / bins;
        return Tabulate(rows, inner);
    }

    /// <summary>
    /// Bins between quantiles of the probabilities, interpolated linearly (type 7 of Hyndman and Fan, The American Statistician
    /// 50, 1996). Equal probabilities stay together, so with ties there can be fewer bins.
    /// </summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">Probabilities of class 1, in [0, 1].</param>
    /// <param name="bins">The number of bins, 1 or more.</param>
    /// <returns>The bins that have rows, at most <paramref name="bins"/>, by rising probability.</returns>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static IReadOnlyList<CalibrationBin> ByQuantiles(ReadOnlySpan<double> y, ReadOnlySpan<double> p, int bins)
    {
        var rows = Require(y, p, bins);
        var sorted = p.ToArray();
        Array.Sort(sorted);
        var inner = new double[bins - 1];
        for (var k = 1; k < bins; k++)
        {
            // In whole numbers: an edge that falls on a probability must equal it, or rounding would choose that row's bin.
            var (below, remainder) = Math.DivRem((long)k * (sorted.Length - 1), bins);
            inner[k - 1] = remainder == 0 ? sorted[below] : sorted[below] + (sorted[below + 1] - sorted[below]) * ((double)remainder / bins);
        }
        return Tabulate(rows, inner);
    }

    private static ScoredRows Require(ReadOnlySpan<double> y, ReadOnlySpan<double> p, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return ScoredRows.OfProbabilities(y, p, default);
    }

    private static List<CalibrationBin> Tabulate(ScoredRows rows, double[] inner)
    {
        var (predicted, positives, counts) = (new CompensatedSum[inner.Length + 1], new int[inner.Length + 1], new int[inner.Length + 1]);
        for (var i = 0; i < rows.Count; i++)
        {
            var bin = Bisection.CountBelow(inner, rows.Score[i]);
            predicted[bin].Add(rows.Score[i]);
            if (rows.Y[i] == 1) positives[bin]++;
            counts[bin]++;
        }
        var table = new List<CalibrationBin>();
        for (var bin = 0; bin < counts.Length; bin++)
            if (counts[bin] > 0) table.Add(new CalibrationBin(predicted[bin].Value / counts[bin], (double)positives[bin] / counts[bin], counts[bin]));
        return table;
    }
}
