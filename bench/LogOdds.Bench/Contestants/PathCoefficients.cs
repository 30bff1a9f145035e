namespace LogOdds.Bench.Contestants;

/// <summary>The coefficients at one strength of a path, in the data's units.</summary>
/// <param name="Intercept">b₀.</param>
/// <param name="Columns">The columns whose coefficients are not 0, from 0.</param>
/// <param name="Slopes">Their coefficients.</param>
internal sealed record PathCoefficients(double Intercept, IReadOnlyList<int> Columns, IReadOnlyList<double> Slopes);
