using LogOdds.Inference;
using LogOdds.Lab.Figures;
using LogOdds.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Workbench;

/// <summary>How well the rows are told apart, what a threshold does, and what its errors cost.</summary>
internal sealed class Performance(WorkbenchStore store) : IWorkbenchPart
{
    // Resampling many rows hundreds of times is for a reader who asks.
    private const int MostResampled = 200_000;

    public void Map(RouteGroupBuilder workbench)
    {
        workbench.MapGet("/fits/{id}/performance", (string id, bool test) => PerformanceFigures.Of(store.Fit(id).Outcomes(test)));
        workbench.MapGet("/fits/{id}/threshold", (string id, bool test, double threshold, double costFp, double costFn) => At(store.Fit(id).Outcomes(test), threshold, costFp, costFn));
        workbench.MapGet("/fits/{id}/best-threshold", (string id, bool test, double costFp, double costFn) => Best(store.Fit(id).Outcomes(test), costFp, costFn));
        workbench.MapGet("/fits/{id}/intervals", (string id, bool test, double threshold) => Intervals(store.Fit(id).Outcomes(test), threshold));
    }

    internal static object At(ScoredOutcomes outcomes, double threshold, double costFp, double costFn)
    {
        var confusion = ConfusionCounts.At(outcomes.Classes.Span, outcomes.Probabilities.Span, threshold);
        var cost = costFp * confusion.FalsePositives + costFn * confusion.FalseNegatives;
        return new { Threshold = threshold, Confusion = confusion, Cost = cost, CostPerRow = cost / confusion.Total };
    }

    internal static object Best(ScoredOutcomes outcomes, double costFp, double costFn)
    {
        var best = ThresholdChoice.ByCosts(outcomes.Classes.Span, outcomes.Probabilities.Span, costFp, costFn);
        return new { best.Threshold, Cost = best.Value * best.Confusion.Total, Calibrated = ThresholdChoice.ForCosts(costFp, costFn) };
    }

    private static object Intervals(ScoredOutcomes outcomes, double threshold)
    {
        var isResampled = outcomes.Rows <= MostResampled;
        var evaluation = Evaluation.Of(outcomes, threshold, new Bootstrap { Replicates = isResampled ? null : 0 });
        return new
        {
            evaluation.Level,
            evaluation.Bootstrap.Replicates,
            Figures = MetricFigures.Of(evaluation),
        };
    }
}
