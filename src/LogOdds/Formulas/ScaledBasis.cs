namespace LogOdds.Formulas;

/// <summary>A number less the mean and over the sample standard deviation (n − 1 under the root) of those a model was fitted to.</summary>
/// <param name="Center">The mean.</param>
/// <param name="Scale">The standard deviation, above 0.</param>
public sealed record ScaledBasis(double Center, double Scale) : IBasis
{
    /// <inheritdoc/>
    public int Columns => 1;

    /// <inheritdoc/>
    public void Evaluate(double x, Span<double> values) => values[0] = (x - Center) / Scale;
}
