namespace LogOdds.Metrics;

/// <summary>Platt's map: log-odds = slope·score + intercept (Platt, in Advances in Large Margin Classifiers, 1999).</summary>
/// <param name="Slope">Finite and 0 or more; 1 beside an intercept of 0 changes nothing.</param>
/// <param name="Intercept">Finite.</param>
public sealed record PlattMap(double Slope, double Intercept) : CalibrationMap
{
    /// <inheritdoc/>
    public override string Method => "platt";

    /// <inheritdoc/>
    public override double LogOdds(double score) => Slope * score + Intercept;
}
