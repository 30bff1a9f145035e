using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>Two areas under ROC curves of the same rows, and the test of their difference; see <see cref="DeLong"/>.</summary>
/// <param name="First">The area of the first scores.</param>
/// <param name="Second">The area of the second scores.</param>
/// <param name="DifferenceVariance">The variance of the difference of the areas, ≥ 0; NaN where a class has fewer than two rows.</param>
public sealed record AucComparison(AucEstimate First, AucEstimate Second, double DifferenceVariance)
{
    /// <summary>First area less second, from −1 to 1.</summary>
    public double Difference => First.Area - Second.Area;

    /// <summary>The covariance of the two areas.</summary>
    public double Covariance => (First.Variance + Second.Variance - DifferenceVariance) / 2;

    /// <summary>The standard error of the difference.</summary>
    public double StandardError => Math.Sqrt(DifferenceVariance);

    /// <summary>Difference over standard error. NaN where the standard error is 0: scores that order the rows alike leave nothing to test.</summary>
    public double Z => StandardError > 0 ? Difference / StandardError : double.NaN;

    /// <summary>The two-sided p-value of <see cref="Z"/> under the standard normal distribution, in [0, 1].</summary>
    public double P => StandardNormal.TwoSidedP(Z);

    /// <summary>Difference ± z standard errors, cut to [−1, 1].</summary>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range.</exception>
    public ConfidenceInterval Interval(double level = 0.95) => ConfidenceInterval.Wald(Difference, StandardError, level).Within(-1, 1);
}
