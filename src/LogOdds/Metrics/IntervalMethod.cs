namespace LogOdds.Metrics;

/// <summary>How a confidence interval was made.</summary>
public enum IntervalMethod
{
    /// <summary>Percentiles over resamples; see <see cref="LogOdds.Metrics.Bootstrap"/>.</summary>
    Bootstrap,

    /// <summary>The variance of the area under the ROC curve; see <see cref="LogOdds.Metrics.DeLong"/>.</summary>
    DeLong,

    /// <summary>The score interval of a proportion; see <see cref="ConfidenceInterval.Wilson"/>.</summary>
    Wilson,
}
