namespace LogOdds.Inference;

/// <summary>A marginal effect with its uncertainty by the delta method.</summary>
/// <param name="Name">The column, or for a factor or a 0/1 column the two levels that are compared: <c>race: other - black</c>.</param>
/// <param name="Effect">The effect.</param>
/// <param name="StandardError">√(gᵀ V g), g the derivatives of the effect by the coefficients, V their covariance.</param>
/// <param name="Z">Effect over standard error.</param>
/// <param name="P">Two-sided p-value.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record MarginalEffect(string Name, double Effect, double StandardError, double Z, double P, double Low, double High)
{
    internal static MarginalEffect Of(string name, double effect, double error, double level)
    {
        var half = WaldTable.HalfWidth(level) * error;
        return new MarginalEffect(name, effect, error, effect / error, WaldTable.TwoSidedP(effect / error), effect - half, effect + half);
    }
}
