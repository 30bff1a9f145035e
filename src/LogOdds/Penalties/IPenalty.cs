namespace LogOdds.Penalties;

/// <summary>What is added to the mean loss to hold coefficients small. Knows b and λ; never data. The intercept is never among b.</summary>
public interface IPenalty
{
    /// <summary>What the penalty is called on the command line and in files: <c>none</c>, <c>l2</c>.</summary>
    string Name { get; }

    /// <summary>Its strength λ, on the scale of the mean loss; 0 when it does nothing.</summary>
    double Lambda { get; }

    /// <summary>The penalty's value at the coefficients <paramref name="b"/>, without the intercept.</summary>
    double Value(ReadOnlySpan<double> b);
}
