using MathNet.Numerics;

namespace LogOdds.Inference;

/// <summary>The χ² distribution, to the last digits of its tails.</summary>
internal static class ChiSquared
{
    /// <summary>P(X ≥ x) for χ² with so many degrees of freedom.</summary>
    public static double UpperTail(double x, double degreesOfFreedom) => x switch
    {
        _ when degreesOfFreedom == 0 || double.IsNaN(x) => double.NaN,
        <= 0 => 1,
        _ when degreesOfFreedom == 1 => SpecialFunctions.Erfc(Math.Sqrt(x / 2)),
        _ => SpecialFunctions.GammaUpperRegularized(degreesOfFreedom / 2, x / 2),
    };

    /// <summary>The x of which P(X ≤ x) is <paramref name="probability"/>, for one degree of freedom.</summary>
    public static double QuantileOfOne(double probability) => Math.Pow(WaldTable.HalfWidth(probability), 2);
}
