namespace LogOdds.Datafits;

/// <summary>
/// The logistic datafit with probabilities held within [c, 1 − c], in the loss and in the gradient, as textbook
/// descents do to keep log(0) away. It is the path those guides print; the exact <see cref="Logistic"/> needs no such guard.
/// </summary>
/// <remarks>Holding μ within [c, 1 − c] is holding η within ±ln((1 − c)/c).</remarks>
public sealed class ClippedLogistic : IDatafit
{
    private readonly Logistic _exact = new();
    private readonly double _limit;

    /// <summary>A datafit that holds probabilities within [<paramref name="clip"/>, 1 − <paramref name="clip"/>].</summary>
    /// <param name="clip">c, above 0 and below 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="clip"/> is out of range.</exception>
    public ClippedLogistic(double clip)
    {
        if (!(clip is > 0 and < 0.5)) throw new ArgumentOutOfRangeException(nameof(clip), clip, "The clip stands above 0 and below 0.5.");
        _limit = Math.Log((1 - clip) / clip);
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> response, ReadOnlySpan<double> weights, ReadOnlySpan<double> eta,
        Span<double> residual, Span<double> curvature)
    {
        var clipped = new double[eta.Length];
        for (var i = 0; i < eta.Length; i++) clipped[i] = Math.Clamp(eta[i], -_limit, _limit);
        return _exact.Evaluate(response, weights, clipped, residual, curvature);
    }
}
