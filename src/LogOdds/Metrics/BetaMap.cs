using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>
/// The beta map: log-odds = a·ln p − b·ln(1 − p) + c for a score that is the log-odds of p (Kull, Silva Filho and Flach, Electronic Journal of
/// Statistics 11, 2017). It bends both ends by themselves, and a = b = 1, c = 0 changes nothing.
/// </summary>
/// <param name="A">a, finite and 0 or more: how the map rises among small probabilities.</param>
/// <param name="B">b, finite and 0 or more: how it rises among large ones.</param>
/// <param name="C">c, finite.</param>
public sealed record BetaMap(double A, double B, double C) : CalibrationMap
{
    /// <inheritdoc/>
    public override string Method => "beta";

    /// <inheritdoc/>
    public override double LogOdds(double score)
    {
        var (low, high) = Sides(score);
        return A * low + B * high + C;
    }

    /// <summary>ln p and −ln(1 − p) for the log-odds of p, both rising.</summary>
    internal static (double Low, double High) Sides(double score)
    {
        var rest = StableMath.Log1p(Math.Exp(-Math.Abs(score)));
        return (Math.Min(score, 0) - rest, Math.Max(score, 0) + rest);
    }
}
