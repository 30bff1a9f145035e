using LogOdds.Numerics;

namespace LogOdds.Datafits;

/// <summary>
/// The cumulative-logit datafit of ordered classes, with probability F(u) − F(l) between a lower and an upper boundary, F the logistic
/// distribution (McCullagh, Journal of the Royal Statistical Society B 42, 1980). Because
/// F(u) − F(l) = F(u)·(1 − F(l))·(1 − e^(l − u)), the loss is that of two logistic rows and a term of the distance alone:
/// ℓ = ln(1 + e^(−u)) + ln(1 + e^l) − ln(1 − e^(l − u)). Each of the three is convex, and none loses digits.
/// </summary>
public static class CumulativeLogit
{
    /// <summary>Stands for the boundary that the last class lacks above and, negative, the first below: its loss is 1e-304.</summary>
    public const double Unbounded = 700;

    private static readonly Logistic Sides = new();

    /// <summary>The part of the loss that the two boundaries have each by itself.</summary>
    /// <param name="weights">wᵢ ≥ 0; empty means every weight is 1.</param>
    /// <param name="boundaries">uᵢ, then lᵢ: 2 × n.</param>
    /// <param name="slopes">Receives wᵢ ∂ℓ/∂uᵢ, then wᵢ ∂ℓ/∂lᵢ: 2 × n.</param>
    /// <param name="bends">Receives wᵢ ∂²ℓ/∂uᵢ², then wᵢ ∂²ℓ/∂lᵢ²: 2 × n; empty when not wanted.</param>
    /// <returns>Σ wᵢ·(ln(1 + e^(−uᵢ)) + ln(1 + e^lᵢ)).</returns>
    public static double Evaluate(ReadOnlySpan<double> weights, ReadOnlySpan<double> boundaries, Span<double> slopes, Span<double> bends)
    {
        var n = boundaries.Length / 2;
        var response = new double[n];
        var below = Sides.Evaluate(response, weights, boundaries[n..], slopes[n..], bends.IsEmpty ? default : bends[n..]);
        Array.Fill(response, 1);
        return below + Sides.Evaluate(response, weights, boundaries[..n], slopes[..n], bends.IsEmpty ? default : bends[..n]);
    }

    /// <summary>The part of the loss that depends on the distance δ = u − l: −ln(1 − e^(−δ)), with its first and second derivative; ∞ unless δ is above 0.</summary>
    public static (double Loss, double Slope, double Bend) Distance(double distance)
    {
        if (!(distance > 0)) return (double.PositiveInfinity, 0, 0);
        // e^x − 1 without cancellation.
        static double Less1(double x) => 2 * Math.Exp(x / 2) * Math.Sinh(x / 2);
        var (up, down) = (Less1(distance), -Less1(-distance));
        return (distance > 1 ? -StableMath.Log1p(-Math.Exp(-distance)) : -Math.Log(down), -1 / up, 1 / (up * down));
    }

    /// <summary>F(u) − F(l), in [0, 1].</summary>
    public static double Probability(double upper, double lower) =>
        Logistic.Probability(upper) * Logistic.Probability(-lower) * (upper - lower < 1 ? -2 * Math.Exp((lower - upper) / 2) * Math.Sinh((lower - upper) / 2) : 1 - Math.Exp(lower - upper));
}
