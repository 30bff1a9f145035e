using LogOdds.Numerics;

namespace LogOdds.Datafits;

/// <summary>
/// The logistic datafit: ℓ(y, η) = ln(1 + e^η) − yη, the negative log-likelihood of a Bernoulli response with
/// log-odds η (McCullagh and Nelder, Generalized Linear Models, 1989, section 4.4).
/// </summary>
/// <remarks>
/// Loss, gradient and curvature come from one e = e^(−|η|) ∈ (0, 1], which cannot overflow, and the smaller of μ and
/// 1 − μ is always e/(1 + e), never a difference from 1. Every η from −∞ to ∞ gives a loss ≥ 0 and no NaN.
/// </remarks>
public sealed class Logistic : IDatafit
{
    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> response, ReadOnlySpan<double> weights, ReadOnlySpan<double> eta,
        Span<double> residual, Span<double> curvature)
    {
        var total = 0.0;
        for (var i = 0; i < eta.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            var (loss, slope, bend) = Row(response[i], eta[i]);
            total += weight * loss;
            residual[i] = weight * slope;
            if (!curvature.IsEmpty) curvature[i] = weight * bend;
        }
        return total;
    }

    /// <summary>μ(η) = 1/(1 + e^(−η)), in [0, 1].</summary>
    public static double Probability(double eta)
    {
        var e = Math.Exp(-Math.Abs(eta));
        return (eta >= 0 ? 1 : e) / (1 + e);
    }

    /// <summary>ℓ(y, η), in [0, ∞].</summary>
    public static double Loss(double response, double eta) => Row(response, eta).Loss;

    private static (double Loss, double Slope, double Bend) Row(double y, double eta)
    {
        var e = Math.Exp(-Math.Abs(eta));
        var large = 1 / (1 + e);
        var small = e / (1 + e);
        // ℓ = ln(1 + e^−|η|) + (what stands on the wrong side of η = 0)·|η|; a product with 0 is left out, for 0·∞ is NaN.
        var wrong = eta >= 0 ? 1 - y : y;
        var loss = StableMath.Log1p(e) + (wrong == 0 ? 0 : wrong * Math.Abs(eta));
        // μ − y as a sum of two terms of which one is 0 whenever y is 0 or 1: nothing cancels.
        var (mu, complement) = eta >= 0 ? (large, small) : (small, large);
        return (loss, (1 - y) * mu - y * complement, large * small);
    }
}
