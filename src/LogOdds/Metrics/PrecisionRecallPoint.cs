namespace LogOdds.Metrics;

/// <summary>A point of the precision–recall curve.</summary>
/// <param name="Precision">Precision at the threshold, from 0 to 1.</param>
/// <param name="Recall">Recall at the threshold, from 0 to 1; NaN without rows of class 1.</param>
/// <param name="Threshold">Scores of at least this much are predicted 1.</param>
public readonly record struct PrecisionRecallPoint(double Precision, double Recall, double Threshold);
