using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Newton's method for penalties without gradient: each step minimises the quadratic model of the loss plus the penalty as it is
/// (Lee, Sun and Saunders, SIAM Journal on Optimization 24, 2014), so that coefficients come to rest exactly and the end is quadratic.
/// </summary>
public sealed class ProximalNewton : ISolver<ICurvedObjective, IProximalPenalty>
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 100;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-10;

    // Once the subgradient is within tolerance, steps are cheap for what they gain: each squares the error.
    private const double GapTolerance = 1e-11;

    private const int MaxHalvings = 40;
    private const double SufficientDecrease = 1e-4;

    /// <summary>The most iterations; 100 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the least subgradient is larger than this; 1e-10 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <inheritdoc/>
    public SolverResult Solve(ICurvedObjective objective, IProximalPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        var f = new ProximalObjective("proximal-newton", objective, penalty, trace);
        var (here, there) = (new Point(f.Dimension), new Point(f.Dimension));
        start.CopyTo(here.Beta);
        here.Evaluate(f, objective);
        f.Trace(0, here.Value, here.Gradient, 0, here.Beta);
        for (var iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!double.IsFinite(here.Value)) return here.Result(f, SolverStatus.Diverged, iteration, "the objective left the range of doubles");

            // 1. Close enough, and proved to be?
            var size = VectorKernels.MaxAbs(f.Subgradient(here.Beta, here.Gradient));
            var isNear = size <= Tolerance;
            if (size == 0) return here.Result(f, SolverStatus.Converged, iteration, "the least subgradient is 0");
            if (!isNear && iteration == MaxIterations) return here.Result(f, SolverStatus.IterationLimit, iteration, $"stopped after {iteration} iterations");
            if (isNear && f.Gap(here.Beta, here.Gradient, here.Value) <= GapTolerance) return here.Result(f, SolverStatus.Converged, iteration, "the least subgradient and the duality gap are within tolerance");

            // 2. Where does the quadratic model with the penalty have its minimum?
            var goal = new QuadraticModel(here.Hessian, here.Gradient, here.Beta, f.Slopes, penalty).Minimise(1e-3 * size);
            var slope = penalty.Value(goal.AsSpan(0, f.Slopes)) - penalty.Value(here.Beta.AsSpan(0, f.Slopes));
            for (var j = 0; j < goal.Length; j++) slope += here.Gradient[j] * (goal[j] - here.Beta[j]);

            // 3. Go there, or as far in that direction as the objective falls.
            var step = LineSearch(f, objective, here, there, goal, slope);
            var isBetter = step > 0 && VectorKernels.MaxAbs(f.Subgradient(there.Beta, there.Gradient)) < size;
            if (isNear && !isBetter) return here.Result(f, SolverStatus.Converged, iteration, "the least subgradient is within tolerance, and no step makes it smaller");
            if (step == 0) return here.Result(f, SolverStatus.IterationLimit, iteration, "no step improves the objective any more in double precision");
            (here, there) = (there, here);
            f.Trace(iteration + 1, here.Value, here.Gradient, step, here.Beta);
        }
    }

    /// <summary>The first of 1, ½, ¼, … at which the objective falls enough, evaluated into <paramref name="there"/>; 0 when there is none.</summary>
    private static double LineSearch(ProximalObjective f, ICurvedObjective objective, Point here, Point there, double[] goal, double slope)
    {
        var step = 1.0;
        // Differences below the rounding of the objective itself say nothing.
        var rounding = 1e-14 * Math.Abs(here.Value);
        for (var halving = 0; halving < MaxHalvings; halving++, step /= 2)
        {
            // At a whole step, what is at rest is so exactly.
            for (var j = 0; j < goal.Length; j++) there.Beta[j] = step == 1 ? goal[j] : here.Beta[j] + step * (goal[j] - here.Beta[j]);
            there.Evaluate(f, objective);
            if (there.Value <= here.Value + SufficientDecrease * step * Math.Min(0, slope) + rounding) return step;
        }
        return 0;
    }

    /// <summary>Coefficients with the answers of the rows at them.</summary>
    private sealed class Point(int dimension)
    {
        public double[] Beta { get; } = new double[dimension];
        public double[] Gradient { get; } = new double[dimension];
        public double[] Hessian { get; } = new double[PackedSymmetric.Length(dimension)];
        public double Value { get; private set; }

        public void Evaluate(ProximalObjective f, ICurvedObjective objective) => Value = f.Evaluate(objective, Beta, Gradient, Hessian);

        public SolverResult Result(ProximalObjective f, SolverStatus status, int iterations, string reason) => f.Result(Beta, status, iterations, Value, Gradient, reason);
    }
}
