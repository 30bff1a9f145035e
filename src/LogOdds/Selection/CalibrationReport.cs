using LogOdds.Data;
using LogOdds.Inference;
using LogOdds.Metrics;

namespace LogOdds.Selection;

/// <summary>A calibration of scores, and what it does to scores of rows that it has not seen.</summary>
/// <param name="Map">The map, fitted to all rows.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Before">The scores as log-odds, as they are.</param>
/// <param name="After">The scores through maps that were fitted without their fold.</param>
/// <param name="Folds">The number of folds.</param>
public sealed record CalibrationReport(CalibrationMap Map, int Rows, CalibrationScores Before, CalibrationScores After, int Folds)
{
    /// <summary>Calibrates scores, and measures the calibration by cross-validation.</summary>
    /// <param name="method"><c>platt</c>, <c>beta</c> or <c>isotonic</c>.</param>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="scores">Log-odds of class 1, finite; any scores will do for <c>platt</c> and <c>isotonic</c>. They are of rows that the scores were not learned from.</param>
    /// <param name="weights">Row weights, finite and ≥ 0; empty for 1 each.</param>
    /// <param name="folds">The number of folds, 2 or more.</param>
    /// <param name="seed">The seed of the folds, which are stratified.</param>
    /// <param name="isSmoothed">Whether classes are drawn inwards; see <see cref="Calibrator.Platt"/>.</param>
    /// <exception cref="ArgumentException">There is no such method, lengths differ, or a value is out of range.</exception>
    /// <exception cref="UnusableDataException">A class has fewer rows than there are folds, or a map does not exist.</exception>
    public static CalibrationReport Of(string method, ReadOnlySpan<double> y, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default, int folds = 10, long seed = 1, bool isSmoothed = true)
    {
        var map = Calibrator.Fit(method, y, scores, weights, isSmoothed);
        var labels = new string[y.Length];
        for (var i = 0; i < labels.Length; i++) labels[i] = y[i] == 1 ? "1" : "0";
        var partition = Selection.Folds.Stratified(labels, folds, seed);
        var calibrated = new double[y.Length];
        for (var fold = 0; fold < folds; fold++)
        {
            var without = Calibrator.Fit(method, y, scores, partition.TrainingWeights(fold, weights), isSmoothed);
            foreach (var row in partition.HeldOut(fold)) calibrated[row] = without.LogOdds(scores[row]);
        }
        return new CalibrationReport(map, y.Length, CalibrationScores.Of(y, scores, weights), CalibrationScores.Of(y, calibrated, weights), folds);
    }
}
