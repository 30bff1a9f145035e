using LogOdds.Metrics;

namespace LogOdds.Selection;

/// <summary>A figure of a model on the rows it was fitted to, and what of it is optimism: what the fit owes to having seen those rows.</summary>
/// <param name="Name">The figure: <c>auc</c>, <c>brier</c>, <c>logLoss</c>, <c>accuracy</c>, <c>calibrationSlope</c>, <c>calibrationIntercept</c>.</param>
/// <param name="Apparent">The figure on the rows of the fit.</param>
/// <param name="Optimism">The mean, over resamples, of the figure of a fit to the resample on that resample less the same fit's figure on the rows as they are.</param>
/// <param name="Spread">The percentile interval of that difference.</param>
public sealed record OptimismEstimate(string Name, double Apparent, double Optimism, ConfidenceInterval Spread)
{
    /// <summary>The figure that is to be expected on other rows of the same kind.</summary>
    public double Corrected => Apparent - Optimism;
}

/// <summary>Optimism-corrected figures (Harrell, Lee and Mark, Statistics in Medicine 15, 1996).</summary>
/// <param name="Estimates">One a figure.</param>
/// <param name="Replicates">Resamples that were drawn.</param>
/// <param name="Undefined">Resamples in which some figure did not exist, because the fit had no answer.</param>
public sealed record OptimismReport(IReadOnlyList<OptimismEstimate> Estimates, int Replicates, int Undefined);
