using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Newton's method with a Cholesky factor of the Hessian and a halving line search (Nocedal and Wright, Numerical
/// Optimization, 2006, algorithm 3.2). For the logistic loss it is iteratively reweighted least squares, safeguarded.
/// </summary>
public sealed class Newton : ISolver<ICurvedObjective, ISmoothPenalty>
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 100;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-10;

    private const int MaxDimension = 46_000;
    private const int MaxHalvings = 40;

    // gᵀH⁻¹g is twice what a last step would still gain; below this it is less than rounding.
    private const double NegligibleGain = 1e-26;

    private const double SufficientDecrease = 1e-4;

    /// <summary>The most iterations; 100 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the gradient is larger than this; 1e-10 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are more than 46 000 coefficients.</exception>
    public SolverResult Solve(ICurvedObjective objective, ISmoothPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        if (objective.Dimension > MaxDimension)
            throw new ArgumentException($"Newton keeps a Hessian, of which {objective.Dimension} coefficients need more than fits an array ({MaxDimension} at most); use L-BFGS.");
        var f = new PenalizedCurvedObjective("newton", objective, penalty, trace);
        var here = new Point(f.Dimension);
        var there = new Point(f.Dimension);
        var direction = new double[f.Dimension];

        start.CopyTo(here.Beta);
        here.Evaluate(f);
        f.Trace(0, here.Value, here.Gradient, 0, here.Beta);

        for (var iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();

            // 1. Where does the quadratic model have its minimum?
            var slope = Direction(here, direction);
            if (!double.IsFinite(slope) || !double.IsFinite(here.Value))
                return f.Result(here.Beta, SolverStatus.Diverged, iteration, here.Value, here.Gradient, "the objective left the range of doubles");

            // 2. Close enough? The step at hand is taken once more, for it squares the error that is left, if any is.
            var converged = VectorKernels.MaxAbs(here.Gradient) <= Tolerance;
            if (converged && -slope <= NegligibleGain) return Converged(f, here, iteration);
            if (!converged && iteration == MaxIterations)
                return f.Result(here.Beta, SolverStatus.IterationLimit, iteration, here.Value, here.Gradient,
                    $"stopped after {iteration} iterations");

            // 3. Go there, or as far in that direction as the objective falls.
            var step = LineSearch(f, here, there, direction, slope);
            if (converged)
            {
                if (step > 0 && VectorKernels.MaxAbs(there.Gradient) < VectorKernels.MaxAbs(here.Gradient)) here = there;
                return Converged(f, here, iteration);
            }
            if (step == 0)
                return f.Result(here.Beta, SolverStatus.IterationLimit, iteration, here.Value, here.Gradient,
                    "no step improves the objective any more in double precision");

            (here, there) = (there, here);
            f.Trace(iteration + 1, here.Value, here.Gradient, step, here.Beta);
        }
    }

    private static SolverResult Converged(PenalizedObjective f, Point at, int iteration) =>
        f.Result(at.Beta, SolverStatus.Converged, iteration, at.Value, at.Gradient, "the gradient is within tolerance");

    /// <summary>d = −H⁻¹ g; returns the slope gᵀd. Where H is not numerically positive definite, its diagonal is raised until it is.</summary>
    private static double Direction(Point here, double[] direction)
    {
        var factor = PackedCholesky.TryFactor(direction.Length, here.Hessian);
        for (var raise = 1e-12; factor is null && raise < 1e12; raise *= 10)
        {
            var raised = here.Hessian.ToArray();
            for (var j = 0; j < direction.Length; j++)
                raised[PackedSymmetric.Index(j, j)] += raise * Math.Max(raised[PackedSymmetric.Index(j, j)], 1e-300);
            factor = PackedCholesky.TryFactor(direction.Length, raised);
        }
        if (factor is null) return double.NaN;
        for (var j = 0; j < direction.Length; j++) direction[j] = -here.Gradient[j];
        factor.Solve(direction);
        return VectorKernels.Dot(here.Gradient, direction);
    }

    /// <summary>The first of 1, ½, ¼, … at which the objective falls enough, evaluated into <paramref name="there"/>; 0 when there is none.</summary>
    private static double LineSearch(PenalizedCurvedObjective f, Point here, Point there, double[] direction, double slope)
    {
        var step = 1.0;
        // Differences below the rounding of the objective itself say nothing.
        var rounding = 1e-14 * Math.Abs(here.Value);
        for (var halving = 0; halving < MaxHalvings; halving++, step /= 2)
        {
            for (var j = 0; j < direction.Length; j++) there.Beta[j] = here.Beta[j] + step * direction[j];
            there.Evaluate(f);
            if (there.Value <= here.Value + SufficientDecrease * step * slope + rounding) return step;
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

        public void Evaluate(PenalizedCurvedObjective f) => Value = f.Evaluate(Beta, Gradient, Hessian);
    }
}
