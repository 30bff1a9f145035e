namespace LogOdds.Metrics;

/// <summary>The intervals of the figures that a bootstrap was asked for.</summary>
/// <param name="Intervals">One a figure, in their order.</param>
/// <param name="Replicates">How many resamples the figures were computed on.</param>
/// <param name="Redrawn">How many resamples lacked a class that the rows have and were drawn anew.</param>
public sealed record BootstrapResult(IReadOnlyList<BootstrapInterval> Intervals, int Replicates, int Redrawn);
