using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Proximal gradient descent with momentum (Beck and Teboulle, SIAM Journal on Imaging Sciences 2, 2009), its step found by
/// backtracking and its momentum dropped where it points uphill (O'Donoghue and Candès, Foundations of Computational Mathematics 15, 2015). It asks
/// for loss and gradient only, so it serves where neither a Hessian nor columns are to be had.
/// </summary>
public sealed class Fista : ISolver<IObjective, IProximalPenalty>
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 100_000;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-9;

    // After a step that held, a longer one is tried.
    private const double Growth = 1.05;

    /// <summary>The most iterations; 100 000 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the least subgradient is larger than this; 1e-9 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <inheritdoc/>
    public SolverResult Solve(IObjective objective, IProximalPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        var f = new ProximalObjective("fista", objective, penalty, trace);
        var (d, slopes) = (f.Dimension, f.Slopes);
        double[] beta = start.ToArray(), ahead = start.ToArray(), next = new double[d], gradient = new double[d], gradientAhead = new double[d], gradientNext = new double[d];
        var value = f.Evaluate(beta, gradient);
        gradient.CopyTo(gradientAhead, 0);
        var lossAhead = value - penalty.Value(beta.AsSpan(0, slopes));
        f.Trace(0, value, gradient, 0, beta);
        // The logistic loss bends by at most ¼ a unit of variance.
        var (curvature, momentum) = (0.25, 1.0);
        for (var iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!double.IsFinite(value)) return f.Result(beta, SolverStatus.Diverged, iteration, value, gradient, "the objective left the range of doubles");

            // 1. Close enough?
            if (VectorKernels.MaxAbs(f.Subgradient(beta, gradient)) <= Tolerance) return f.Result(beta, SolverStatus.Converged, iteration, value, gradient, "the least subgradient is within tolerance");
            if (iteration == MaxIterations) return f.Result(beta, SolverStatus.IterationLimit, iteration, value, gradient, $"stopped after {iteration} iterations");

            // 2. A proximal step from the point ahead, short enough that its quadratic bound holds.
            double nextValue;
            for (curvature /= Growth; ; curvature *= 2)
            {
                Step(penalty, ahead, gradientAhead, curvature, slopes, next);
                nextValue = f.Evaluate(next, gradientNext);
                double linear = 0, square = 0, turn = 0;
                for (var j = 0; j < d; j++)
                {
                    var step = next[j] - ahead[j];
                    linear += gradientAhead[j] * step;
                    square += step * step;
                    turn += (gradientNext[j] - gradientAhead[j]) * step;
                }
                var rise = nextValue - penalty.Value(next.AsSpan(0, slopes)) - lossAhead - linear;
                // Where losses differ by rounding alone, the turn of the gradient tells.
                if (rise <= 0.5 * curvature * square || turn <= curvature * square || !double.IsFinite(curvature)) break;
            }

            // 3. Momentum, unless it points uphill.
            var uphill = 0.0;
            for (var j = 0; j < d; j++) uphill += (ahead[j] - next[j]) * (next[j] - beta[j]);
            var isRestart = uphill > 0 || nextValue > value;
            var nextMomentum = isRestart ? 1 : (1 + Math.Sqrt(1 + 4 * momentum * momentum)) / 2;
            var weight = isRestart ? 0 : (momentum - 1) / nextMomentum;
            for (var j = 0; j < d; j++) ahead[j] = next[j] + weight * (next[j] - beta[j]);
            (beta, next, gradient, gradientNext) = (next, beta, gradientNext, gradient);
            (value, momentum) = (nextValue, nextMomentum);
            f.Trace(iteration + 1, value, gradient, 1 / curvature, beta);
            if (weight == 0)
            {
                gradient.CopyTo(gradientAhead, 0);
                lossAhead = value - penalty.Value(beta.AsSpan(0, slopes));
            }
            else lossAhead = f.Evaluate(ahead, gradientAhead) - penalty.Value(ahead.AsSpan(0, slopes));
        }
    }

    private static void Step(IProximalPenalty penalty, double[] from, double[] gradient, double curvature, int slopes, double[] to)
    {
        for (var j = 0; j < to.Length; j++) to[j] = from[j] - gradient[j] / curvature;
        if (penalty.Blocks.Count == 0)
            for (var j = 0; j < slopes; j++) penalty.Prox(j, curvature, to.AsSpan(j, 1));
        for (var block = 0; block < penalty.Blocks.Count; block++)
        {
            var own = penalty.Blocks[block];
            var values = Array.ConvertAll(own, j => to[j]);
            penalty.Prox(block, curvature, values);
            for (var k = 0; k < own.Length; k++) to[own[k]] = values[k];
        }
    }
}
