namespace LogOdds.Metrics;

/// <summary>A point of the ROC curve.</summary>
/// <param name="FalsePositiveRate">1 − specificity at the threshold, from 0 to 1; NaN without rows of class 0.</param>
/// <param name="TruePositiveRate">Recall at the threshold, from 0 to 1; NaN without rows of class 1.</param>
/// <param name="Threshold">Scores of at least this much are predicted 1; ∞ at the first point.</param>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate, double Threshold);
