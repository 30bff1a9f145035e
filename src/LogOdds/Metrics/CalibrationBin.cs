namespace LogOdds.Metrics;

/// <summary>A bin of a calibration table.</summary>
/// <param name="Predicted">The mean probability of its rows, in [0, 1].</param>
/// <param name="Observed">The share of class 1 among its rows, in [0, 1].</param>
/// <param name="Rows">The number of its rows, 1 or more.</param>
public readonly record struct CalibrationBin(double Predicted, double Observed, int Rows);
