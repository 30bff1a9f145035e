namespace LogOdds.Metrics;

/// <summary>Figures of the classes as one figure each. An average of which a part does not exist is NaN.</summary>
/// <param name="Precision">The averaged precision, in [0, 1].</param>
/// <param name="Recall">The averaged recall, in [0, 1].</param>
/// <param name="F1">The averaged F1, in [0, 1].</param>
public readonly record struct AveragedMetrics(double Precision, double Recall, double F1);
