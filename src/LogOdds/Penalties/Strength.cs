namespace LogOdds.Penalties;

/// <summary>The strength λ of a penalty.</summary>
internal static class Strength
{
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    public static void Require(double lambda)
    {
        if (!(lambda >= 0 && double.IsFinite(lambda))) throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "λ is a finite number, 0 or more.");
    }
}
