namespace LogOdds.Metrics;

/// <summary>A bin of a calibration table.</summary>
/// <param name="Predicted">The mean probability of its rows.</param>
/// <param name="Observed">The share of class 1 among its rows.</param>
/// <param name="Rows">The number of its rows.</param>
public readonly record struct CalibrationBin(double Predicted, double Observed, int Rows);

/// <summary>Probabilities against what happened, in bins; bins without rows are left out.</summary>
public static class CalibrationTable
{
    /// <summary>Bins of equal width in probability.</summary>
    /// <inheritdoc cref="ByQuantiles"/>
    public static IReadOnlyList<CalibrationBin> ByWidth(ReadOnlySpan<double> y, ReadOnlySpan<double> p, int bins)
    {
        var inner = new double[bins - 1];
        for (var k = 1; k < bins; k++) inner[k - 1] = (double)k / bins;
        return Fill(y, p, inner);
    }

    /// <summary>Bins between quantiles of the probabilities, interpolated linearly (type 7 of Hyndman and Fan 1996).</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">Probabilities of class 1.</param>
    /// <param name="bins">The number of bins, 1 or more.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is out of range.</exception>
    public static IReadOnlyList<CalibrationBin> ByQuantiles(ReadOnlySpan<double> y, ReadOnlySpan<double> p, int bins)
    {
        var sorted = p.ToArray();
        Array.Sort(sorted);
        var inner = new double[bins - 1];
        for (var k = 1; k < bins; k++)
        {
            var position = (sorted.Length - 1) * ((double)k / bins);
            var below = (int)Math.Floor(position);
            var above = Math.Min(below + 1, sorted.Length - 1);
            inner[k - 1] = sorted[below] + (sorted[above] - sorted[below]) * (position - below);
        }
        return Fill(y, p, inner);
    }

    private static List<CalibrationBin> Fill(ReadOnlySpan<double> y, ReadOnlySpan<double> p, double[] inner)
    {
        Scored.Require(y, p, default);
        var (predicted, observed, rows) = (new double[inner.Length + 1], new double[inner.Length + 1], new int[inner.Length + 1]);
        for (var i = 0; i < y.Length; i++)
        {
            // The first edge at or above p; a probability on an edge belongs to the bin below it.
            var bin = 0;
            while (bin < inner.Length && inner[bin] < p[i]) bin++;
            predicted[bin] += p[i];
            observed[bin] += y[i];
            rows[bin]++;
        }
        var table = new List<CalibrationBin>();
        for (var bin = 0; bin < rows.Length; bin++)
            if (rows[bin] > 0) table.Add(new CalibrationBin(predicted[bin] / rows[bin], observed[bin] / rows[bin], rows[bin]));
        return table;
    }
}
