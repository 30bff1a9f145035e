namespace LogOdds.Metrics;

/// <summary>The area under a ROC curve with its variance by DeLong; see <see cref="DeLong"/>.</summary>
/// <param name="Area">The area, from 0 to 1, ties counting half; NaN where a class is absent.</param>
/// <param name="Variance">
/// The variance of the area, ≥ 0; NaN where a class has fewer than two rows. It is 0 when the order is perfect, or perfectly
/// reversed: the rows show no error, from which it does not follow that there is none to expect.
/// </param>
/// <param name="Positives">Rows of class 1.</param>
/// <param name="Negatives">Rows of class 0.</param>
public sealed record AucEstimate(double Area, double Variance, int Positives, int Negatives)
{
    /// <summary>The root of the variance.</summary>
    public double StandardError => Math.Sqrt(Variance);

    /// <summary>Area ± z standard errors, cut to [0, 1]; NaN where there is no variance.</summary>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range.</exception>
    public ConfidenceInterval Interval(double level = 0.95) => ConfidenceInterval.Wald(Area, StandardError, level).Within(0, 1);
}
