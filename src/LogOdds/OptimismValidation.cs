using LogOdds.Design;
using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>
/// Fits a model anew to resamples of its rows, with the penalty it was fitted with, and measures each fit on its resample and on all
/// rows. A resample is weights, so levels, knots and scales stay those that the model has learned.
/// </summary>
internal sealed class OptimismValidation(LogisticModel model, FitData data)
{
    private static readonly string[] Names = ["auc", "brier", "logLoss", "accuracy", "calibrationSlope", "calibrationIntercept"];

    private readonly double[] _y = data.Response.Values.ToArray();
    private readonly double[] _own = data.Response.Weights.IsEmpty ? [.. Enumerable.Repeat(1.0, data.Response.Values.Length)] : data.Response.Weights.ToArray();

    public OptimismReport Run(Bootstrap bootstrap)
    {
        var apparent = Figures(model, _own);
        var drawn = bootstrap.Intervals(_y, weights =>
        {
            var resample = weights.ToArray();
            var refit = Refit(resample);
            return refit is null ? [.. Names.Select(_ => double.NaN)] : [.. Figures(refit, resample).Zip(Figures(refit, _own), (seen, whole) => seen - whole)];
        }, _own);
        return new OptimismReport([.. Names.Select((name, k) => new OptimismEstimate(name, apparent[k], drawn.Intervals[k].Mean, drawn.Intervals[k].Interval))],
            drawn.Replicates, drawn.Intervals.Max(interval => interval.Undefined));
    }

    private LogisticModel? Refit(double[] weights)
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
            return new FitProcess(new FitData(data.Rows, data.Encoding, data.Data, new Response(data.Response.Values, weights, data.Response.Offsets), weights, data.Trials), options).Run();
        }
        catch (Data.UnusableDataException)
        {
            // A resample may lack what a fit needs; it is counted.
            return null;
        }
    }

    private static IPenalty PenaltyOf(ObjectiveStatement objective) => objective switch
    {
        { Penalty: "l2" } => new Ridge(objective.Lambda),
        { Penalty: "l1" or "elastic-net" } => new ElasticNet(objective.Lambda, objective.L1Ratio),
        { Penalty: "group-lasso" } => new GroupLasso(objective.Lambda, objective.L1Ratio),
        _ => new NoPenalty(),
    };

    private double[] Figures(LogisticModel fitted, double[] weights)
    {
        var terms = fitted.Encoding.Terms.Count;
        var design = Designs.Create(data.Data, [.. Enumerable.Range(0, terms)], new double[terms]);
        var first = fitted.Encoding.HasIntercept ? 1 : 0;
        double[] coefficients = [.. fitted.Coefficients.Skip(first).Select(c => c.Estimate ?? 0), fitted.PredictionIntercept ?? (first == 1 ? fitted.Coefficients[0].Estimate ?? 0 : 0)];
        var eta = design.LinearPredictors(coefficients, threads: 1);
        if (!data.Response.Offsets.IsEmpty) VectorKernels.Add(eta, data.Response.Offsets.Span);
        var metrics = LogisticModel.Score(_y, eta, weights, 0.5);
        var calibration = CalibrationFit.OfLogOdds(_y, eta, weights);
        return [metrics.Auc, metrics.Brier, metrics.LogLoss, metrics.Accuracy, calibration.Slope, calibration.Intercept];
    }
}
