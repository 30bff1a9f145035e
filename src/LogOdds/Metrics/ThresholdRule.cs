namespace LogOdds.Metrics;

/// <summary>A way to choose a threshold, such as <see cref="ThresholdChoice.ByYouden"/>.</summary>
/// <param name="y">Classes, 0 or 1.</param>
/// <param name="p">Probabilities of class 1, in [0, 1].</param>
/// <param name="weights">Row weights, finite and ≥ 0, of which 0 leaves the row out; empty for 1 each.</param>
public delegate ThresholdChoice ThresholdRule(ReadOnlySpan<double> y, ReadOnlySpan<double> p, ReadOnlySpan<double> weights);
