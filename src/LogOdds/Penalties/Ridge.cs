namespace LogOdds.Penalties;

/// <summary>
/// The ridge (L2) penalty λ/2·Σ fⱼ (bⱼ − tⱼ)². λ is on the scale of the mean loss: λ = 1/(C·n) for tools whose C multiplies the summed loss
/// (Hoerl and Kennard, Technometrics 12, 1970). Factors f are 1 and targets t 0 unless <see cref="On"/> says otherwise.
/// </summary>
public sealed class Ridge : ISmoothPenalty
{
    // One a coefficient, or none before the columns are known.
    private readonly double[] _factors;
    private readonly double[] _targets;

    /// <summary>Ridge of strength <paramref name="lambda"/>.</summary>
    /// <param name="lambda">λ ≥ 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ is negative or not finite.</exception>
    public Ridge(double lambda)
        : this(lambda, [], [])
    {
    }

    private Ridge(double lambda, double[] factors, double[] targets)
    {
        Strength.Require(lambda);
        (Lambda, _factors, _targets) = (lambda, factors, targets);
    }

    /// <inheritdoc/>
    public string Name => "l2";

    /// <inheritdoc/>
    public double Lambda { get; }

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var j = 0; j < b.Length; j++) sum += Factor(j) * (b[j] - Target(j)) * (b[j] - Target(j));
        return 0.5 * Lambda * sum;
    }

    /// <inheritdoc/>
    public void AddGradient(ReadOnlySpan<double> b, Span<double> gradient)
    {
        for (var j = 0; j < b.Length; j++) gradient[j] += Lambda * Factor(j) * (b[j] - Target(j));
    }

    /// <inheritdoc/>
    public void AddCurvature(ReadOnlySpan<double> b, Span<double> diagonal)
    {
        for (var j = 0; j < b.Length; j++) diagonal[j] += Lambda * Factor(j);
    }

    /// <inheritdoc/>
    public ISmoothPenalty On(PenalizedColumns columns)
    {
        if (columns.AreBounded) throw new ArgumentException("Bounds need a proximal penalty.", nameof(columns));
        var (ratios, factors) = (columns.Ratios(), new double[columns.Count]);
        for (var j = 0; j < factors.Length; j++) factors[j] = columns.FactorOf(j) * ratios[j] * ratios[j];
        return new Ridge(Lambda, factors, columns.Targets.Any(target => target != 0) ? [.. Enumerable.Range(0, columns.Count).Select(columns.TargetOf)] : []);
    }

    /// <summary>Whether every coefficient is penalised, towards 0.</summary>
    internal bool IsPlain => _targets.Length == 0 && !_factors.AsSpan().Contains(0);

    private double Factor(int j) => _factors.Length == 0 ? 1 : _factors[j];

    private double Target(int j) => _targets.Length == 0 ? 0 : _targets[j];
}
