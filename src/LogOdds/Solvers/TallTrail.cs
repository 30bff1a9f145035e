namespace LogOdds.Solvers;

/// <summary>What a walk down a path says to one over nearly the same rows, as cross-validation makes it, stretch by stretch.</summary>
/// <param name="Stretches">What is said of each stretch.</param>
internal sealed record TallTrail(IReadOnlyList<TallTrail.Stretch> Stretches)
{
    /// <summary>Some λ that were fitted at a time.</summary>
    /// <param name="Tolerance">The duality gap that was asked for.</param>
    /// <param name="Columns">The slopes that could matter; null for all.</param>
    /// <param name="Betas">The coefficients at each λ.</param>
    /// <param name="Places">Hessians of these slopes at some of the λ; between them they are straight lines.</param>
    internal sealed record Stretch(double Tolerance, int[]? Columns, double[][] Betas, IReadOnlyList<TallPlace> Places);
}
