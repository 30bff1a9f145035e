namespace LogOdds.Metrics;

/// <summary>A figure with its uncertainty.</summary>
/// <param name="Value">The figure; NaN where it does not exist.</param>
/// <param name="Interval">Its confidence interval; NaN where there is none.</param>
/// <param name="Method">How the interval was made.</param>
public readonly record struct MetricEstimate(double Value, ConfidenceInterval Interval, IntervalMethod Method);
