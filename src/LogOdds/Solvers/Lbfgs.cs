using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Limited-memory BFGS with the two-loop recursion (Liu and Nocedal, Mathematical Programming 45, 1989) and a bracketing
/// line search for the Wolfe conditions, in the approximate form that stays true below the rounding of the objective
/// (Hager and Zhang, SIAM Journal on Optimization 16, 2005). Needs no matrix: for many columns.
/// </summary>
public sealed class Lbfgs : ISolver<IObjective, ISmoothPenalty>
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 1000;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-12;

    private const int Memory = 10;
    private const int MaxTrials = 40;
    private const double SufficientDecrease = 1e-4;
    private const double CurvatureCondition = 0.9;

    /// <summary>The most iterations; 1000 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the gradient is larger than this; 1e-12 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <summary>What stands for the Hessian until steps have shown more; without it, nothing is known of it.</summary>
    internal ICurvature? Curvature { get; init; }

    /// <summary>Whether the matrix is right up to a factor only, which the newest step tells.</summary>
    internal bool ScalesCurvature { get; init; }

    /// <inheritdoc/>
    public SolverResult Solve(IObjective objective, ISmoothPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        var f = new PenalizedObjective("lbfgs", objective, penalty, trace);
        var here = new Point(f.Dimension);
        var there = new Point(f.Dimension);
        var history = new LinkedList<Correction>();
        var direction = new double[f.Dimension];

        start.CopyTo(here.Beta);
        here.Evaluate(f);
        f.Trace(0, here.Value, here.Gradient, 0, here.Beta);

        for (var iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();

            // 1. Close enough?
            if (!double.IsFinite(here.Value))
                return f.Result(here.Beta, SolverStatus.Diverged, iteration, here.Value, here.Gradient, "the objective left the range of doubles");
            if (VectorKernels.MaxAbs(here.Gradient) <= Tolerance)
                return f.Result(here.Beta, SolverStatus.Converged, iteration, here.Value, here.Gradient, "the gradient is within tolerance");
            if (iteration == MaxIterations)
                return f.Result(here.Beta, SolverStatus.IterationLimit, iteration, here.Value, here.Gradient, $"stopped after {iteration} iterations");

            // 2. The gradient, bent by the curvature seen in the last steps.
            Direction(here, history, direction);

            // 3. A step at which the objective falls and its slope flattens; without one, once more from the bare gradient.
            var step = LineSearch(f, here, there, direction);
            if (step == 0 && history.Count > 0)
            {
                history.Clear();
                iteration--;
                continue;
            }
            if (step == 0)
                return f.Result(here.Beta, SolverStatus.IterationLimit, iteration, here.Value, here.Gradient,
                    "no step improves the objective any more in double precision");

            // 4. Remember what the step showed of the curvature.
            var correction = new Correction(here, there);
            if (correction.IsCurved)
            {
                history.AddFirst(correction);
                if (history.Count > Memory) history.RemoveLast();
            }
            (here, there) = (there, here);
            f.Trace(iteration + 1, here.Value, here.Gradient, step, here.Beta);
        }
    }

    private void Direction(Point here, LinkedList<Correction> history, double[] direction)
    {
        for (var j = 0; j < direction.Length; j++) direction[j] = -here.Gradient[j];
        if (history.First is null && Curvature is null)
        {
            // Nothing is known of the curvature: a first step of length at most one.
            VectorKernels.Scale(direction, Math.Min(1, 1 / Math.Sqrt(VectorKernels.Dot(direction, direction))));
            return;
        }
        var weights = new double[history.Count];
        var k = 0;
        foreach (var c in history)
        {
            weights[k] = VectorKernels.Dot(c.Step, direction) / c.StepDotChange;
            VectorKernels.AddScaled(direction, -weights[k++], c.Change);
        }
        if (Curvature is not null)
        {
            Curvature.Solve(direction);
            if (ScalesCurvature && history.First is { Value: var last })
            {
                // The newest step says how far the matrix is off as a whole.
                var solved = last.Change.ToArray();
                Curvature.Solve(solved);
                VectorKernels.Scale(direction, last.StepDotChange / VectorKernels.Dot(last.Change, solved));
            }
        }
        else if (history.First is { Value: var newest }) VectorKernels.Scale(direction, newest.StepDotChange / VectorKernels.Dot(newest.Change, newest.Change));
        for (var c = history.Last; c is not null; c = c.Previous)
            VectorKernels.AddScaled(direction, weights[--k] - VectorKernels.Dot(c.Value.Change, direction) / c.Value.StepDotChange, c.Value.Step);
    }

    private static double LineSearch(PenalizedObjective f, Point here, Point there, double[] direction)
    {
        var slope = VectorKernels.Dot(here.Gradient, direction);
        if (!(slope < 0)) return 0;
        var rounding = 1e-14 * Math.Abs(here.Value);
        double low = 0, high = double.PositiveInfinity, step = 1;
        for (var trial = 0; trial < MaxTrials; trial++)
        {
            for (var j = 0; j < direction.Length; j++) there.Beta[j] = here.Beta[j] + step * direction[j];
            there.Evaluate(f);
            var slopeThere = VectorKernels.Dot(there.Gradient, direction);
            var falls = there.Value <= here.Value + SufficientDecrease * step * slope
                || (there.Value <= here.Value + rounding && slopeThere <= (2 * SufficientDecrease - 1) * slope);
            if (!falls) high = step;
            else if (slopeThere < CurvatureCondition * slope) low = step;
            else return step;
            step = double.IsPositiveInfinity(high) ? 2 * step : (low + high) / 2;
        }
        return 0;
    }

    /// <summary>Coefficients with the answers of the rows at them.</summary>
    private sealed class Point(int dimension)
    {
        public double[] Beta { get; } = new double[dimension];
        public double[] Gradient { get; } = new double[dimension];
        public double Value { get; private set; }

        public void Evaluate(PenalizedObjective f) => Value = f.Evaluate(Beta, Gradient);
    }

    /// <summary>A step and the change of the gradient along it.</summary>
    private sealed class Correction
    {
        public Correction(Point from, Point to)
        {
            Step = new double[from.Beta.Length];
            Change = new double[from.Beta.Length];
            for (var j = 0; j < Step.Length; j++)
            {
                Step[j] = to.Beta[j] - from.Beta[j];
                Change[j] = to.Gradient[j] - from.Gradient[j];
            }
            StepDotChange = VectorKernels.Dot(Step, Change);
        }

        public double[] Step { get; }
        public double[] Change { get; }
        public double StepDotChange { get; }
        public bool IsCurved => StepDotChange > 1e-16 * Math.Sqrt(VectorKernels.Dot(Step, Step) * VectorKernels.Dot(Change, Change));
    }
}
