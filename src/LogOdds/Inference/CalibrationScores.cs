using LogOdds.Datafits;
using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Inference;

/// <summary>How far log-odds mean what they say.</summary>
/// <param name="LogLoss">The mean log loss in nats; ∞ where a class was given the probability 0.</param>
/// <param name="Brier">The Brier score.</param>
/// <param name="Fit">Slope and intercepts; null where log-odds are infinite.</param>
public sealed record CalibrationScores(double LogLoss, double Brier, CalibrationFit? Fit)
{
    /// <summary>The figures of log-odds.</summary>
    internal static CalibrationScores Of(ReadOnlySpan<double> y, ReadOnlySpan<double> eta, ReadOnlySpan<double> weights)
    {
        var p = new double[eta.Length];
        Logistic.Probabilities(eta, p);
        var isFinite = true;
        foreach (var value in eta) isFinite &= double.IsFinite(value);
        // Without infinite log-odds the loss is taken from them, where nothing rounds to 0 or 1.
        var metrics = isFinite ? LogisticModel.Score(y, eta, weights, 0.5) : BinaryMetrics.Compute(y, p, 0.5, weights);
        return new CalibrationScores(metrics.LogLoss, metrics.Brier, isFinite ? CalibrationFit.OfLogOdds(y, eta, weights) : null);
    }
}
