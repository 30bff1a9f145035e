namespace LogOdds.Penalties;

/// <summary>No penalty: maximum likelihood.</summary>
public sealed class NoPenalty : ISmoothPenalty
{
    /// <inheritdoc/>
    public string Name => "none";

    /// <inheritdoc/>
    public double Lambda => 0;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> b) => 0;

    /// <inheritdoc/>
    public void AddGradient(ReadOnlySpan<double> b, Span<double> gradient)
    {
    }

    /// <inheritdoc/>
    public void AddCurvature(ReadOnlySpan<double> b, Span<double> diagonal)
    {
    }

    /// <inheritdoc/>
    public ISmoothPenalty On(PenalizedColumns columns) => columns.AreBounded ? throw new ArgumentException("Bounds need a proximal penalty.", nameof(columns)) : this;
}
