using LogOdds.Numerics;

namespace LogOdds.Inference;

/// <summary>How much terms share with each other.</summary>
/// <param name="Inflation">For each term of the model, by how much its variance is inflated by the others.</param>
/// <param name="ConditionNumber">The largest singular value of the design over the smallest, columns scaled to unit length, the intercept among them (Belsley, Kuh and Welsch, Regression Diagnostics, 1980).</param>
/// <param name="Involved">Where the condition number is above 30: the columns of which more than half of the variance goes with the smallest singular value.</param>
public sealed record Collinearity(IReadOnlyList<VarianceInflation> Inflation, double ConditionNumber, IReadOnlyList<string> Involved)
{
    /// <summary>Above this condition number columns are named: the rule of Belsley, Kuh and Welsch.</summary>
    public const double Worrying = 30;

    /// <summary>Generalised variance inflation of groups of coefficients, from their covariance.</summary>
    internal static double InflationOf(Func<int, int, double> covariance, int[] own, int[] others)
    {
        double LogDeterminant(int[] places)
        {
            var packed = new double[PackedSymmetric.Length(places.Length)];
            for (var i = 0; i < places.Length; i++)
                for (var j = 0; j <= i; j++)
                    packed[PackedSymmetric.Index(i, j)] = covariance(places[i], places[j]) / Math.Sqrt(covariance(places[i], places[i]) * covariance(places[j], places[j]));
            return PackedCholesky.TryFactor(places.Length, packed)?.LogDeterminant() ?? double.NegativeInfinity;
        }
        return Math.Exp(LogDeterminant(own) + LogDeterminant(others) - LogDeterminant([.. own, .. others]));
    }
}

/// <summary>Variance inflation of a term (Fox and Monette, Journal of the American Statistical Association 87, 1992).</summary>
/// <param name="Term">The term.</param>
/// <param name="DegreesOfFreedom">Its coefficients.</param>
/// <param name="Gvif">The generalised variance inflation factor; for one coefficient the variance inflation factor.</param>
public sealed record VarianceInflation(string Term, int DegreesOfFreedom, double Gvif)
{
    /// <summary>GVIF^(1/(2·df)): by how much the standard error of one coefficient is multiplied, comparable between terms.</summary>
    public double PerCoefficient => Math.Pow(Gvif, 1 / (2.0 * DegreesOfFreedom));
}
