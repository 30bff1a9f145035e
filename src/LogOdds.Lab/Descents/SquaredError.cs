using LogOdds.Datafits;

namespace LogOdds.Lab;

/// <summary>
/// The squared error of a probability, (σ(η) − y)²: what a logistic regression would minimise if it were treated as a line. It is not
/// convex in η: far on the wrong side its slope 2(p − y)p(1 − p) vanishes. It takes the place of the log loss in the same solvers.
/// </summary>
internal sealed class SquaredError : IDatafit
{
    public double Evaluate(ReadOnlySpan<double> response, ReadOnlySpan<double> weights, ReadOnlySpan<double> eta, Span<double> residual, Span<double> curvature)
    {
        var loss = 0.0;
        for (var i = 0; i < eta.Length; i++)
        {
            var (p, w) = (Logistic.Probability(eta[i]), weights.IsEmpty ? 1 : weights[i]);
            // 1 − p from the other side, so that it keeps its digits where p is near 1.
            var (error, slope) = (p - response[i], p * Logistic.Probability(-eta[i]));
            loss += w * error * error;
            residual[i] = w * 2 * error * slope;
            if (!curvature.IsEmpty) curvature[i] = w * 2 * slope * (slope + error * (1 - 2 * p));
        }
        return loss;
    }
}
