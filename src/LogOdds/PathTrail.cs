using LogOdds.Solvers;

namespace LogOdds;

/// <summary>What a path says to one over nearly the same rows.</summary>
/// <param name="Kept">The columns that were fitted, by their places in the encoding.</param>
/// <param name="Walk">How the path went, on the scale that was fitted, which is nearly the same there.</param>
internal sealed record PathTrail(int[] Kept, TallTrail Walk);
