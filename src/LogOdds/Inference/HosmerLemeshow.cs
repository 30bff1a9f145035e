using LogOdds.Metrics;

namespace LogOdds.Inference;

/// <summary>
/// Observed and expected successes in groups of rising probability (Hosmer and Lemeshow, Communications in Statistics A9, 1980). The
/// statistic depends on how groups are cut; it is a look at calibration more than a proof.
/// </summary>
/// <param name="Groups">Rows, observed and expected successes of each group.</param>
/// <param name="Statistic">Σ (observed − expected)²/(expected·(1 − expected/rows)).</param>
/// <param name="DegreesOfFreedom">Groups less two.</param>
/// <param name="P">By χ².</param>
public sealed record HosmerLemeshow(IReadOnlyList<(int Rows, double Observed, double Expected)> Groups, double Statistic, int DegreesOfFreedom, double P)
{
    /// <summary>The test with groups between quantiles of the probabilities.</summary>
    internal static HosmerLemeshow Of(ReadOnlySpan<double> y, ReadOnlySpan<double> p, int groups)
    {
        var bins = CalibrationTable.ByQuantiles(y, p, groups).Select(bin => (bin.Rows, Observed: bin.Observed * bin.Rows, Expected: bin.Predicted * bin.Rows)).ToArray();
        var statistic = bins.Sum(bin => Math.Pow(bin.Observed - bin.Expected, 2) / (bin.Expected * (1 - bin.Expected / bin.Rows)));
        return new HosmerLemeshow(bins, statistic, bins.Length - 2, ChiSquared.UpperTail(statistic, bins.Length - 2));
    }
}
