namespace LogOdds.Penalties;

/// <summary>The strength λ of a penalty, and the share α of its L1 part.</summary>
internal static class Strength
{
    /// <summary>Below this α the λ at which all coefficients are at rest would be out of all proportion; glmnet draws the line at the same place.</summary>
    public const double LeastL1Ratio = 1e-3;

    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    public static void Require(double lambda)
    {
        if (!(lambda >= 0 && double.IsFinite(lambda))) throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "λ is a finite number, 0 or more.");
    }

    /// <exception cref="ArgumentOutOfRangeException">α is not from 0 to 1.</exception>
    public static void RequireRatio(double l1Ratio)
    {
        if (!(l1Ratio is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(l1Ratio), l1Ratio, "The share of the L1 part is from 0 to 1.");
    }
}
