using LogOdds.Datafits;
using LogOdds.Metrics;
using LogOdds.Numerics;

namespace LogOdds.Inference;

/// <summary>
/// Two models on the same rows. Differences are of the first less the second: above 0 the first has the larger area under the
/// ROC curve, which is better, and below 0 the smaller losses, which are.
/// </summary>
/// <param name="Auc">The areas under both ROC curves and DeLong's test of their difference.</param>
/// <param name="LogLoss">The difference of the log losses, with a bootstrap interval.</param>
/// <param name="Brier">The difference of the Brier scores, with a bootstrap interval.</param>
/// <param name="Bootstrap">The resamples that intervals come from: each draws rows, so that both models are measured on the same.</param>
public sealed record ModelComparison(AucComparison Auc, MetricEstimate LogLoss, MetricEstimate Brier, BootstrapResult Bootstrap)
{
    /// <summary>Compares two models on rows that both have scored; see <see cref="ScoredOutcomes.Of(Models.LogisticModel, Models.LogisticModel, Data.Table)"/>.</summary>
    /// <param name="first">The rows under a model.</param>
    /// <param name="second">The same rows under another.</param>
    /// <param name="bootstrap">The resampling; null for its defaults.</param>
    /// <exception cref="ArgumentException">The rows are not the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level or the number of replicates is out of range.</exception>
    public static ModelComparison Of(ScoredOutcomes first, ScoredOutcomes second, Bootstrap? bootstrap = null)
    {
        var y = first.Classes;
        if (!y.Span.SequenceEqual(second.Classes.Span)) throw new ArgumentException("The models were not put to the same rows.", nameof(second));
        var (losses, errors) = (new double[y.Length], new double[y.Length]);
        for (var i = 0; i < y.Length; i++)
        {
            losses[i] = Logistic.Loss(y.Span[i], first.LogOdds.Span[i]) - Logistic.Loss(y.Span[i], second.LogOdds.Span[i]);
            errors[i] = SquaredError(first, i) - SquaredError(second, i);
        }
        var result = (bootstrap ?? new Bootstrap()).Intervals(y, weights => [VectorKernels.Dot(losses, weights) / y.Length, VectorKernels.Dot(errors, weights) / y.Length]);
        return new ModelComparison(
            DeLong.Compare(y.Span, first.Probabilities.Span, second.Probabilities.Span),
            new MetricEstimate(VectorKernels.Sum(losses) / y.Length, result.Intervals[0].Interval, IntervalMethod.Bootstrap),
            new MetricEstimate(VectorKernels.Sum(errors) / y.Length, result.Intervals[1].Interval, IntervalMethod.Bootstrap),
            result);
    }

    private static double SquaredError(ScoredOutcomes outcomes, int row)
    {
        var error = outcomes.Probabilities.Span[row] - outcomes.Classes.Span[row];
        return error * error;
    }
}
