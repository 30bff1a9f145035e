namespace LogOdds.Formulas;

/// <summary>
/// Powers of a number, or polynomials that are orthonormal over the numbers a model was fitted to. The latter are made by the
/// three-term recursion (Forsythe, Journal of the Society for Industrial and Applied Mathematics 5, 1957)
/// P₀ = 1, Pₖ₊₁ = (x − aₖ)·Pₖ − (nₖ/nₖ₋₁)·Pₖ₋₁ and divided by their norms √nₖ.
/// </summary>
/// <param name="Degree">The number of columns, 1 or more.</param>
/// <param name="Centers">a₀ … of the recursion, one a degree; empty for plain powers.</param>
/// <param name="Norms">n₀, n₁ … nₖ, the squared norms; empty for plain powers.</param>
public sealed record PolynomialBasis(int Degree, IReadOnlyList<double> Centers, IReadOnlyList<double> Norms) : IBasis
{
    /// <inheritdoc/>
    public int Columns => Degree;

    /// <summary>Plain powers x, x², …</summary>
    public static PolynomialBasis Raw(int degree) => new(degree, [], []);

    /// <summary>Polynomials that are orthonormal over <paramref name="x"/>; null when it has too few different values.</summary>
    internal static PolynomialBasis? Orthogonal(ReadOnlySpan<double> x, int degree)
    {
        var (centers, norms) = (new double[degree], new double[degree + 1]);
        var (here, before) = (new double[x.Length], new double[x.Length]);
        Array.Fill(here, 1);
        for (var k = 0; ; k++)
        {
            var (square, moment) = (0.0, 0.0);
            for (var i = 0; i < x.Length; i++)
            {
                square += here[i] * here[i];
                moment += x[i] * here[i] * here[i];
            }
            norms[k] = square;
            // A polynomial that is 0 at every value cannot be divided by its norm.
            if (k > 0 && !(square > 1e-20 * norms[k - 1])) return null;
            if (k == degree) return new PolynomialBasis(degree, centers, norms);
            centers[k] = moment / square;
            for (var i = 0; i < x.Length; i++)
            {
                var next = (x[i] - centers[k]) * here[i] - (k == 0 ? 0 : square / norms[k - 1] * before[i]);
                (before[i], here[i]) = (here[i], next);
            }
        }
    }

    /// <inheritdoc/>
    public void Evaluate(double x, Span<double> values)
    {
        if (Norms.Count == 0)
        {
            for (var k = 0; k < Degree; k++) values[k] = k == 0 ? x : values[k - 1] * x;
            return;
        }
        var (here, before) = (1.0, 0.0);
        for (var k = 0; k < Degree; k++)
        {
            (here, before) = ((x - Centers[k]) * here - (k == 0 ? 0 : Norms[k] / Norms[k - 1] * before), here);
            values[k] = here / Math.Sqrt(Norms[k + 1]);
        }
    }
}
