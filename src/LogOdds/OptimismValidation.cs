using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>
/// Fits a model anew to resamples of its rows and measures each fit on its resample and on all rows. A resample is weights.
/// </summary>
internal sealed class OptimismValidation(LogisticModel model, FitData data)
{
    private static readonly string[] Names = ["auc", "brier", "logLoss", "accuracy", "calibrationSlope", "calibrationIntercept"];

    private readonly ModelRefit _refit = new(model, data);
    private readonly double[] _y = data.Response.Values.ToArray();
    private readonly double[] _own = data.Response.Weights.IsEmpty ? [.. Enumerable.Repeat(1.0, data.Response.Values.Length)] : data.Response.Weights.ToArray();

    public OptimismReport Run(Bootstrap bootstrap)
    {
        var apparent = Figures(model, _own);
        var drawn = bootstrap.Intervals(_y, weights =>
        {
            var resample = weights.ToArray();
            // A resample may lack what a fit needs; it is counted.
            var refit = _refit.Under(resample);
            return refit is null ? [.. Names.Select(_ => double.NaN)] : [.. Figures(refit, resample).Zip(Figures(refit, _own), (seen, whole) => seen - whole)];
        }, _own);
        return new OptimismReport([.. Names.Select((name, k) => new OptimismEstimate(name, apparent[k], drawn.Intervals[k].Mean, drawn.Intervals[k].Interval))],
            drawn.Replicates, drawn.Intervals.Max(interval => interval.Undefined));
    }

    private double[] Figures(LogisticModel fitted, double[] weights)
    {
        var eta = _refit.LogOdds(fitted);
        var metrics = LogisticModel.Score(_y, eta, weights, 0.5);
        var calibration = CalibrationFit.OfLogOdds(_y, eta, weights);
        return [metrics.Auc, metrics.Brier, metrics.LogLoss, metrics.Accuracy, calibration.Slope, calibration.Intercept];
    }
}
