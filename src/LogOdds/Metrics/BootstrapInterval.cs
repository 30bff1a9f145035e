namespace LogOdds.Metrics;

/// <summary>A percentile interval.</summary>
/// <param name="Interval">Its ends; NaN where no resample had the figure.</param>
/// <param name="Undefined">In how many resamples the figure did not exist; the interval is of the others.</param>
/// <param name="Mean">The mean of the others; NaN where there are none.</param>
public readonly record struct BootstrapInterval(ConfidenceInterval Interval, int Undefined, double Mean);
