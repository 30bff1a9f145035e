using LogOdds.Metrics;
using LogOdds.Numerics;

namespace LogOdds.Selection;

/// <summary>Measures of log-odds on rows that were held out.</summary>
internal static class HeldOutMeasure
{
    // logit(1 − 1e-5): cv.glmnet lets no row count for more than a probability of 1e-5 does.
    private static readonly double MostLogOdds = Math.Log((1 - 1e-5) / 1e-5);

    /// <summary>The mean of a measure over rows.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="y">Shares of class 1, in [0, 1].</param>
    /// <param name="weights">Row weights; empty for 1 each.</param>
    /// <param name="eta">Log-odds.</param>
    public static double Of(CrossValidationMeasure measure, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, ReadOnlySpan<double> eta)
    {
        if (measure == CrossValidationMeasure.Auc) return Area(y, weights, eta);
        CompensatedSum loss = default, total = default;
        for (var i = 0; i < y.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            total.Add(weight);
            if (weight > 0) loss.Add(weight * LossOf(measure, y[i], eta[i]));
        }
        return loss.Value / total.Value;
    }

    private static double LossOf(CrossValidationMeasure measure, double y, double eta)
    {
        switch (measure)
        {
            case CrossValidationMeasure.Deviance:
                var held = Math.Clamp(eta, -MostLogOdds, MostLogOdds);
                return 2 * (Math.Max(held, 0) + StableMath.Log1p(Math.Exp(-Math.Abs(held))) - y * held + Entropy(y) + Entropy(1 - y));
            case CrossValidationMeasure.ClassError:
                return eta >= 0 ? 1 - y : y;
            default:
                var error = y - (eta >= 0 ? 1 / (1 + Math.Exp(-eta)) : Math.Exp(eta) / (1 + Math.Exp(eta)));
                return measure == CrossValidationMeasure.Brier ? error * error : 2 * error * error;
        }
    }

    private static double Area(ReadOnlySpan<double> y, ReadOnlySpan<double> weights, ReadOnlySpan<double> eta)
    {
        // A row of several trials counts as its successes and its failures.
        var n = y.Length;
        var (classes, scores, counts) = (new double[2 * n], new double[2 * n], new double[2 * n]);
        for (var i = 0; i < n; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            (classes[i], scores[i], counts[i]) = (1, eta[i], weight * y[i]);
            (scores[n + i], counts[n + i]) = (eta[i], weight * (1 - y[i]));
        }
        using var ranked = new RankedScores(ScoredRows.OfScores(classes, scores, counts));
        return ranked.Areas().Roc;
    }

    private static double Entropy(double share) => share == 0 ? 0 : share * Math.Log(share);
}
