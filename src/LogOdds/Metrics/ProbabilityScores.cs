namespace LogOdds.Metrics;

/// <summary>Proper scores of probabilities.</summary>
public static class ProbabilityScores
{
    /// <summary>
    /// The log loss −Σ w [y ln p + (1 − y) ln(1 − p)] / Σ w, in [0, ∞]; infinite when a row of weight above 0 had probability 0.
    /// </summary>
    /// <inheritdoc cref="Brier"/>
    public static double LogLoss(ReadOnlySpan<double> y, ReadOnlySpan<double> p, ReadOnlySpan<double> weights = default)
    {
        Scored.Require(y, p, weights);
        double sum = 0, total = 0;
        for (var i = 0; i < y.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (weight == 0) continue;
            // 1 − p is exact for p ≥ ½; below, the loss is ln of a number near 1 and its error is of the size of p's own rounding.
            sum -= weight * Math.Log(y[i] == 1 ? p[i] : 1 - p[i]);
            total += weight;
        }
        return sum / total;
    }

    /// <summary>The Brier score Σ w (p − y)² / Σ w, in [0, 1] (Brier, Monthly Weather Review 78, 1950).</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">Probabilities of class 1.</param>
    /// <param name="weights">Row weights ≥ 0; empty for 1.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value is out of range.</exception>
    public static double Brier(ReadOnlySpan<double> y, ReadOnlySpan<double> p, ReadOnlySpan<double> weights = default)
    {
        Scored.Require(y, p, weights);
        double sum = 0, total = 0;
        for (var i = 0; i < y.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            sum += weight * (p[i] - y[i]) * (p[i] - y[i]);
            total += weight;
        }
        return sum / total;
    }
}
