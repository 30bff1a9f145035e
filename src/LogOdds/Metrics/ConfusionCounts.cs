using System.Runtime.CompilerServices;
using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>
/// The four outcomes of predictions at a threshold, as sums of row weights (whole numbers when each row counts once). A ratio
/// whose denominator is 0 does not exist and is NaN.
/// </summary>
/// <param name="TruePositives">The weight of rows predicted 1 that are 1.</param>
/// <param name="TrueNegatives">The weight of rows predicted 0 that are 0.</param>
/// <param name="FalsePositives">The weight of rows predicted 1 that are 0.</param>
/// <param name="FalseNegatives">The weight of rows predicted 0 that are 1.</param>
public readonly record struct ConfusionCounts(double TruePositives, double TrueNegatives, double FalsePositives, double FalseNegatives)
{
    /// <summary>All weight.</summary>
    public double Total => TruePositives + TrueNegatives + FalsePositives + FalseNegatives;

    /// <summary>The share predicted right, in [0, 1].</summary>
    public double Accuracy => (TruePositives + TrueNegatives) / Total;

    /// <summary>The share predicted wrong, 1 − accuracy, in [0, 1].</summary>
    public double ErrorRate => (FalsePositives + FalseNegatives) / Total;

    /// <summary>Of those predicted 1, the share that is 1, in [0, 1] (positive predictive value). NaN when none is predicted 1.</summary>
    public double Precision => TruePositives / (TruePositives + FalsePositives);

    /// <summary>Of those that are 1, the share predicted 1, in [0, 1] (sensitivity, true positive rate). NaN when none is 1.</summary>
    public double Recall => TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Of those that are 0, the share predicted 0, in [0, 1] (true negative rate). NaN when none is 0.</summary>
    public double Specificity => TrueNegatives / (TrueNegatives + FalsePositives);

    /// <summary>Of those predicted 0, the share that is 0, in [0, 1]. NaN when none is predicted 0.</summary>
    public double NegativePredictiveValue => TrueNegatives / (TrueNegatives + FalseNegatives);

    /// <summary>
    /// The harmonic mean of precision and recall, 2·TP / (2·TP + FP + FN), in [0, 1] (van Rijsbergen, Information Retrieval,
    /// 1979). NaN when none is 1 and none is predicted 1.
    /// </summary>
    public double F1 => 2 * TruePositives / (2 * TruePositives + FalsePositives + FalseNegatives);

    /// <summary>
    /// The weighted harmonic mean of precision and recall in which recall counts β times as much as precision,
    /// (1 + β²)·TP / ((1 + β²)·TP + β²·FN + FP), in [0, 1] (van Rijsbergen 1979). NaN when none is 1 and none is predicted 1.
    /// </summary>
    /// <param name="beta">β, above 0 and finite: 1 gives F1, 2 gives F2.</param>
    /// <exception cref="ArgumentOutOfRangeException">β is out of range.</exception>
    public double FBeta(double beta)
    {
        if (!(beta > 0 && double.IsFinite(beta))) throw new ArgumentOutOfRangeException(nameof(beta), beta, "β stands above 0 and is finite.");
        var square = beta * beta;
        return (1 + square) * TruePositives / ((1 + square) * TruePositives + square * FalseNegatives + FalsePositives);
    }

    /// <summary>The mean of recall and specificity, in [0, 1]. NaN where a class is absent.</summary>
    public double BalancedAccuracy => (Recall + Specificity) / 2;

    /// <summary>
    /// Matthews' correlation of prediction and class, in [−1, 1] (Matthews, Biochimica et Biophysica Acta 405, 1975). NaN when all
    /// rows are of one class or predicted as one.
    /// </summary>
    // One root of the whole product: of a square it is exact, so predictions without error get 1 and not nearly 1.
    public double Mcc => (TruePositives * TrueNegatives - FalsePositives * FalseNegatives)
        / Math.Sqrt((TruePositives + FalsePositives) * (TrueNegatives + FalseNegatives) * ((TruePositives + FalseNegatives) * (TrueNegatives + FalsePositives)));

    /// <summary>
    /// Agreement beyond chance, (accuracy − chance) / (1 − chance), in [−1, 1] (Cohen, Educational and Psychological Measurement
    /// 20, 1960). NaN when all rows are of one class and predicted as it.
    /// </summary>
    // Both differences from chance with the common parts taken out beforehand, so that nothing cancels.
    public double Kappa => 2 * (TruePositives * TrueNegatives - FalsePositives * FalseNegatives)
        / ((TruePositives + FalsePositives) * (FalsePositives + TrueNegatives) + (TruePositives + FalseNegatives) * (FalseNegatives + TrueNegatives));

    /// <summary>Counts the outcomes when rows of at least <paramref name="threshold"/> are predicted 1.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">Probabilities of class 1, in [0, 1].</param>
    /// <param name="threshold">The threshold, in [0, 1].</param>
    /// <param name="weights">Row weights, finite and ≥ 0, of which 0 leaves the row out; empty for 1 each.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows or none of weight above 0, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static ConfusionCounts At(ReadOnlySpan<double> y, ReadOnlySpan<double> p, double threshold, ReadOnlySpan<double> weights = default) =>
        At(ScoredRows.OfProbabilities(y, p, weights), threshold);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ConfusionCounts At(ScoredRows rows, double threshold)
    {
        if (!(threshold is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold is a probability, from 0 to 1.");
        if (!rows.IsWeighted)
        {
            // Without a jump on what each row is, which no processor can foresee.
            var (positives, predicted, both) = (0, 0, 0);
            for (var i = 0; i < rows.Count; i++)
            {
                var (isPositive, isPredicted) = (rows.Y[i] == 1 ? 1 : 0, rows.Score[i] >= threshold ? 1 : 0);
                positives += isPositive;
                predicted += isPredicted;
                both += isPositive & isPredicted;
            }
            return new ConfusionCounts(both, rows.Count - positives - predicted + both, predicted - both, positives - both);
        }
        CompensatedSum tp = default, tn = default, fp = default, fn = default;
        for (var i = 0; i < rows.Count; i++)
        {
            var weight = rows.Weight(i);
            switch (rows.Y[i] == 1, rows.Score[i] >= threshold)
            {
                case (true, true): tp.Add(weight); break;
                case (false, false): tn.Add(weight); break;
                case (false, true): fp.Add(weight); break;
                default: fn.Add(weight); break;
            }
        }
        return new ConfusionCounts(tp.Value, tn.Value, fp.Value, fn.Value);
    }
}
