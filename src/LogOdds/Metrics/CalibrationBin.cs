namespace LogOdds.Metrics;

/// <summary>A bin of a calibration table.</summary>
/// <param name="Predicted">The mean probability of its rows, in [0, 1].</param>
/// <param name="Observed">The share of class 1 among its rows, in [0, 1].</param>
/// <param name="Rows">The number of its rows, 1 or more.</param>
public readonly record struct CalibrationBin(double Predicted, double Observed, int Rows)
{
    /// <summary>The score interval of <see cref="Observed"/> (see <see cref="ConfidenceInterval.Wilson"/>).</summary>
    /// <param name="level">The confidence level, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range.</exception>
    public ConfidenceInterval Interval(double level = 0.95) => ConfidenceInterval.Wilson(Math.Round(Observed * Rows), Rows, level);
}
