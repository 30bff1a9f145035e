namespace LogOdds.Metrics;

/// <summary>
/// The four outcomes of predictions at a threshold, as sums of row weights (whole numbers when each row counts once). A ratio
/// whose denominator is 0 does not exist and is NaN.
/// </summary>
/// <param name="TruePositives">Predicted 1, is 1.</param>
/// <param name="TrueNegatives">Predicted 0, is 0.</param>
/// <param name="FalsePositives">Predicted 1, is 0.</param>
/// <param name="FalseNegatives">Predicted 0, is 1.</param>
public readonly record struct ConfusionCounts(double TruePositives, double TrueNegatives, double FalsePositives, double FalseNegatives)
{
    /// <summary>All weight.</summary>
    public double Total => TruePositives + TrueNegatives + FalsePositives + FalseNegatives;

    /// <summary>The share predicted right, in [0, 1].</summary>
    public double Accuracy => (TruePositives + TrueNegatives) / Total;

    /// <summary>The share predicted wrong, 1 − accuracy.</summary>
    public double ErrorRate => (FalsePositives + FalseNegatives) / Total;

    /// <summary>Of those predicted 1, the share that is 1.</summary>
    public double Precision => TruePositives / (TruePositives + FalsePositives);

    /// <summary>Of those that are 1, the share predicted 1 (sensitivity).</summary>
    public double Recall => TruePositives / (TruePositives + FalseNegatives);

    /// <summary>Of those that are 0, the share predicted 0.</summary>
    public double Specificity => TrueNegatives / (TrueNegatives + FalsePositives);

    /// <summary>Of those predicted 0, the share that is 0.</summary>
    public double NegativePredictiveValue => TrueNegatives / (TrueNegatives + FalseNegatives);

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1 => 2 * TruePositives / (2 * TruePositives + FalsePositives + FalseNegatives);

    /// <summary>The mean of recall and specificity.</summary>
    public double BalancedAccuracy => (Recall + Specificity) / 2;

    /// <summary>Matthews' correlation of prediction and class, in [−1, 1] (Matthews, Biochimica et Biophysica Acta 405, 1975).</summary>
    public double Mcc
    {
        get
        {
            var (predictedPositive, predictedNegative) = (TruePositives + FalsePositives, TrueNegatives + FalseNegatives);
            var (positive, negative) = (TruePositives + FalseNegatives, TrueNegatives + FalsePositives);
            // Square roots one by one: the product of the four margins overflows an integer range long before a double's.
            return (TruePositives * TrueNegatives - FalsePositives * FalseNegatives)
                / (Math.Sqrt(predictedPositive) * Math.Sqrt(predictedNegative) * Math.Sqrt(positive) * Math.Sqrt(negative));
        }
    }

    /// <summary>Agreement beyond chance, in [−1, 1] (Cohen, Educational and Psychological Measurement 20, 1960).</summary>
    public double Kappa
    {
        get
        {
            var byChance = ((TruePositives + FalsePositives) * (TruePositives + FalseNegatives)
                + (TrueNegatives + FalseNegatives) * (TrueNegatives + FalsePositives)) / (Total * Total);
            return (Accuracy - byChance) / (1 - byChance);
        }
    }

    /// <summary>Counts the outcomes when rows of at least <paramref name="threshold"/> are predicted 1.</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">Probabilities of class 1.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="weights">Row weights ≥ 0; empty for 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is out of range.</exception>
    public static ConfusionCounts At(ReadOnlySpan<double> y, ReadOnlySpan<double> p, double threshold, ReadOnlySpan<double> weights = default)
    {
        Scored.Require(y, p, weights);
        double tp = 0, tn = 0, fp = 0, fn = 0;
        for (var i = 0; i < y.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            switch (y[i] == 1, p[i] >= threshold)
            {
                case (true, true): tp += weight; break;
                case (false, false): tn += weight; break;
                case (false, true): fp += weight; break;
                default: fn += weight; break;
            }
        }
        return new ConfusionCounts(tp, tn, fp, fn);
    }
}
