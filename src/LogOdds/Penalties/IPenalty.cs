namespace LogOdds.Penalties;

/// <summary>What is added to the mean loss to hold coefficients small. Knows b and λ; never data. The intercept is never among b.</summary>
public interface IPenalty
{
    /// <summary>The penalty's value at the coefficients <paramref name="b"/>, without the intercept.</summary>
    double Value(ReadOnlySpan<double> b);
}
