using LogOdds.Datafits;
using LogOdds.Numerics;

namespace LogOdds.Selection;

/// <summary>Measures of the predictors of several classes on rows that were held out.</summary>
internal static class ClassHeldOutMeasure
{
    // As cv.glmnet: no row counts for more than a probability of 1e-5 does.
    private const double LeastProbability = 1e-5;

    /// <summary>The mean of a measure over rows.</summary>
    /// <param name="measure">The measure; not the area, which is one of two classes.</param>
    /// <param name="classes">K, 2 or more.</param>
    /// <param name="y">The number of each row's class, from 0.</param>
    /// <param name="weights">Row weights; empty for 1 each.</param>
    /// <param name="etas">The predictors, K × n.</param>
    public static double Of(CrossValidationMeasure measure, int classes, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, ReadOnlySpan<double> etas)
    {
        var mus = new double[etas.Length];
        Softmax.Probabilities(classes, etas, mus);
        var row = new double[classes];
        CompensatedSum loss = default, total = default;
        for (var i = 0; i < y.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            total.Add(weight);
            if (weight == 0) continue;
            for (var k = 0; k < classes; k++) row[k] = mus[k * y.Length + i];
            loss.Add(weight * LossOf(measure, (int)y[i], row));
        }
        return loss.Value / total.Value;
    }

    private static double LossOf(CrossValidationMeasure measure, int own, double[] probabilities)
    {
        switch (measure)
        {
            case CrossValidationMeasure.Deviance:
                return -2 * Math.Log(Math.Clamp(probabilities[own], LeastProbability, 1 - LeastProbability));
            case CrossValidationMeasure.ClassError:
                return Array.IndexOf(probabilities, probabilities.Max()) == own ? 0 : 1;
            default:
                var sum = 0.0;
                for (var k = 0; k < probabilities.Length; k++)
                {
                    var error = (k == own ? 1 : 0) - probabilities[k];
                    sum += error * error;
                }
                return sum;
        }
    }
}
