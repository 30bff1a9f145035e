using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds;

/// <summary>
/// Fits a model anew to its rows under other weights, with the penalty it was fitted with: to resamples, and without a fold. Levels, knots and
/// what else the encoding holds stay those that the model has learned.
/// </summary>
internal sealed class ModelRefit(LogisticModel model, FitData data)
{
    /// <summary>The fit; null where the rows of weight above 0 lack what a fit needs.</summary>
    public LogisticModel? Under(double[] weights)
    {
        var options = new FitOptions
        {
            Weights = model.Roles.Weights,
            Penalty = PenaltyOf(model.Objective),
            EveryTerm = model.Objective.EveryTerm,
            TermPenalties = model.Objective.TermPenalties,
            AdaptivePower = model.Objective.AdaptivePower,
            Standardize = model.Objective.Standardize,
            ClassWeight = model.Objective.IsClassBalanced ? ClassWeight.Balanced : model.Objective.ClassFactors.Count > 0 ? ClassWeight.Of(model.Objective.ClassFactors) : ClassWeight.None,
            BiasReduction = model.Objective.Penalty == "firth" ? BiasReduction.Firth : BiasReduction.None,
            Intervals = IntervalKind.Wald,
            Threads = 1,
        };
        try
        {
            return FitProcess.Of(new FitData(data.Rows, data.Encoding, data.Data, new Response(data.Response.Values, weights, data.Response.Offsets), weights, data.Trials), options).Run();
        }
        catch (Data.UnusableDataException)
        {
            return null;
        }
    }

    /// <summary>The log-odds of all rows under a fit, before any calibration.</summary>
    public double[] LogOdds(LogisticModel fitted)
    {
        var terms = fitted.Encoding.Terms.Count;
        var design = Designs.Create(data.Data, [.. Enumerable.Range(0, terms)], new double[terms]);
        var first = fitted.Encoding.HasIntercept ? 1 : 0;
        double[] coefficients = [.. fitted.Coefficients.Skip(first).Select(c => c.Estimate ?? 0), fitted.PredictionIntercept ?? (first == 1 ? fitted.Coefficients[0].Estimate ?? 0 : 0)];
        var eta = design.LinearPredictors(coefficients, threads: 1);
        if (!data.Response.Offsets.IsEmpty) VectorKernels.Add(eta, data.Response.Offsets.Span);
        return eta;
    }

    private static IPenalty PenaltyOf(ObjectiveStatement objective) => objective switch
    {
        { Penalty: "l2" } => new Ridge(objective.Lambda),
        { Penalty: "l1" or "elastic-net" } => new ElasticNet(objective.Lambda, objective.L1Ratio),
        { Penalty: "group-lasso" } => new GroupLasso(objective.Lambda, objective.L1Ratio),
        _ => new NoPenalty(),
    };
}
