namespace LogOdds.Penalties;

/// <summary>
/// The ridge (L2) penalty λ/2·Σ fⱼ bⱼ², with one factor fⱼ a coefficient (1 unless given). λ is on the scale of the mean loss:
/// λ = 1/(C·n) for tools whose C multiplies the summed loss (Hoerl and Kennard, Technometrics 12, 1970).
/// </summary>
public sealed class Ridge : ISmoothPenalty
{
    private readonly ReadOnlyMemory<double> _factors;

    /// <summary>Ridge of strength <paramref name="lambda"/>.</summary>
    /// <param name="lambda">λ ≥ 0, finite.</param>
    /// <param name="factors">fⱼ ≥ 0 for each coefficient; empty means 1 for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    public Ridge(double lambda, ReadOnlyMemory<double> factors = default)
    {
        if (!(lambda >= 0 && double.IsFinite(lambda))) throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "λ is a finite number, 0 or more.");
        Lambda = lambda;
        _factors = factors;
    }

    /// <inheritdoc/>
    public string Name => "l2";

    /// <inheritdoc/>
    public double Lambda { get; }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var j = 0; j < b.Length; j++) sum += Factor(j) * b[j] * b[j];
        return 0.5 * Lambda * sum;
    }

    /// <inheritdoc/>
    public void AddGradient(ReadOnlySpan<double> b, Span<double> gradient)
    {
        for (var j = 0; j < b.Length; j++) gradient[j] += Lambda * Factor(j) * b[j];
    }

    /// <inheritdoc/>
    public void AddCurvature(ReadOnlySpan<double> b, Span<double> diagonal)
    {
        for (var j = 0; j < b.Length; j++) diagonal[j] += Lambda * Factor(j);
    }

    /// <inheritdoc/>
    public ISmoothPenalty OnScale(IReadOnlyList<double> factors)
    {
        var scaled = new double[factors.Count];
        for (var j = 0; j < scaled.Length; j++) scaled[j] = Factor(j) * factors[j] * factors[j];
        return new Ridge(Lambda, scaled);
    }

    /// <summary>Whether every coefficient is penalised.</summary>
    internal bool IsOnAll => _factors.Span.IndexOf(0) < 0;

    private double Factor(int j) => _factors.IsEmpty ? 1 : _factors.Span[j];
}
