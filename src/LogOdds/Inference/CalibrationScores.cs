using LogOdds.Models;
using LogOdds.Numerics;

namespace LogOdds.Inference;

/// <summary>How far log-odds mean what they say.</summary>
/// <param name="LogLoss">The mean log loss in nats; ∞ where a class was given the probability 0.</param>
/// <param name="Brier">The Brier score.</param>
/// <param name="Fit">Slope and intercepts; NaN where log-odds are infinite.</param>
public sealed record CalibrationScores(double LogLoss, double Brier, CalibrationFit Fit)
{
    /// <summary>The figures of log-odds.</summary>
    internal static CalibrationScores Of(ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> weights)
    {
        var metrics = LogisticModel.Score(y, eta, weights, 0.5);
        return new CalibrationScores(metrics.LogLoss, metrics.Brier, VectorKernels.AreFinite(eta) ? CalibrationFit.OfLogOdds(y, eta, weights) : CalibrationFit.Unknown);
    }
}
