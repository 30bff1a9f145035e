using LogOdds.Penalties;

namespace LogOdds.Lab;

/// <summary>All pairs of coefficients that an elastic net charges as much for as for a given one.</summary>
internal static class PenaltyShape
{
    // A multiple of 4, so that the corners are among them.
    private const int Directions = 96;

    /// <summary>The pairs as a closed curve: a diamond for α = 1, a circle for α = 0, a diamond with round sides between.</summary>
    /// <param name="alpha">α.</param>
    /// <param name="through">The pair.</param>
    public static double[][] Through(double alpha, ReadOnlySpan<double> through)
    {
        var charge = new ElasticNet(1, alpha).Value(through);
        return [.. Enumerable.Range(0, Directions + 1).Select(k =>
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * k / Directions);
            // α·r·(|cos| + |sin|) + (1 − α)/2·r² = charge.
            var (linear, square) = (alpha * (Math.Abs(cos) + Math.Abs(sin)), 0.5 * (1 - alpha));
            var far = charge == 0 ? 0 : 2 * charge / (linear + Math.Sqrt(linear * linear + 4 * square * charge));
            return (double[])[far * cos, far * sin];
        })];
    }
}
