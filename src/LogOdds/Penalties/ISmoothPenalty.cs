namespace LogOdds.Penalties;

/// <summary>A penalty with a gradient and a diagonal second derivative everywhere.</summary>
public interface ISmoothPenalty : IPenalty
{
    /// <summary>Adds the penalty's gradient at <paramref name="b"/> to <paramref name="gradient"/>.</summary>
    void AddGradient(ReadOnlySpan<double> b, Span<double> gradient);

    /// <summary>Adds the penalty's second derivatives at <paramref name="b"/> to <paramref name="diagonal"/>.</summary>
    void AddCurvature(ReadOnlySpan<double> b, Span<double> diagonal);

    /// <summary>The same penalty on columns of which this is known.</summary>
    /// <exception cref="ArgumentException">Coefficients are bounded, which no smooth penalty can do.</exception>
    ISmoothPenalty On(PenalizedColumns columns);
}
