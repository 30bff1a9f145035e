using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Newton's method for lasso and elastic net on sparse columns: the quadratic model of each step is minimised by coordinate descent over the
/// columns that can move (Friedman, Hastie and Tibshirani, Journal of Statistical Software 33, 2010; Yuan, Ho and Lin, JMLR 13, 2012).
/// A visit costs the entries of its column and no matrix is made, however many coefficients move. Coordinate descent finds which do; among those the
/// penalty is smooth, and truncated Newton steps (<see cref="NewtonCg"/>) end it.
/// </summary>
public sealed class CoordinateDescent : ISolver<ICoordinateObjective, IProximalPenalty>
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 200;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-8;

    // The walks over the columns of a step: they say which coefficients move, and need not find the minimum among them.
    private const int MaxWalks = 3;

    // How much nearer the minimum truncated Newton goes among the coefficients that move, before the others are asked again.
    private const double Nearer = 1e-3;
    private const int MaxHalvings = 30;
    private const double SufficientDecrease = 1e-4;

    /// <summary>The most iterations; 200 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the least subgradient is larger than this; 1e-8 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <inheritdoc/>
    /// <remarks>A pass is one over all columns; the walks of a step are over those that can move.</remarks>
    /// <exception cref="ArgumentException">The columns are not sparse, or the penalty has blocks of several coefficients.</exception>
    public SolverResult Solve(ICoordinateObjective objective, IProximalPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        if (!objective.HasSparseColumns || penalty.Blocks.Count > 0) throw new ArgumentException("Coordinate descent takes sparse columns, and a penalty that falls into single coefficients.", nameof(objective));
        var f = new ProximalObjective("coordinate-descent", objective, penalty, trace);
        var (here, there) = (new WorkingPoint(objective.Slopes, objective.Rows), new WorkingPoint(objective.Slopes, objective.Rows));
        start[..objective.Slopes].CopyTo(here.Slopes);
        here.Intercept = start[^1];
        Evaluate(here);
        Trace(0, 0);
        var exactness = 0.3;
        for (var iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!double.IsFinite(here.Value)) return Result(SolverStatus.Diverged, iteration, "the objective left the range of doubles");
            if (here.Size <= Tolerance) return Result(SolverStatus.Converged, iteration, "the least subgradient is within tolerance");
            if (iteration == MaxIterations) return Result(SolverStatus.IterationLimit, iteration, $"stopped after {iteration} iterations");

            // 1. Which coefficients can move, and where does the quadratic model have its minimum among them? The nearer the end, the more exactly.
            int[] moving = [.. Enumerable.Range(0, objective.Slopes).Where(j => CanMove(penalty, here, j))];
            var step = new QuadraticWalk(objective, penalty, here, moving).Minimise(exactness * here.Size, cancellation);

            // 2. Go there, or as far in that direction as the objective falls.
            var before = here.Size;
            var length = LineSearch(step, moving);
            if (length == 0) return Result(SolverStatus.IterationLimit, iteration, "no step improves the objective any more in double precision");
            (here, there) = (there, here);
            exactness = Math.Min(exactness, Math.Max(1e-3, here.Size / before * (here.Size / before)));

            // 3. Among those that have moved, the penalty is smooth.
            if (here.Size > Tolerance && Refined()) (here, there) = (there, here);
            Trace(iteration + 1, length);
        }

        bool Refined()
        {
            int[] moved = [.. Enumerable.Range(0, objective.Slopes).Where(j => here.Slopes[j] != 0)];
            if (moved.Length == 0 || !Array.TrueForAll(moved, j => penalty.IsSmoothAt(j, here.Slopes.AsSpan(j, 1))) || objective.Select(moved) is not IHessianProductObjective among) return false;
            var from = Array.ConvertAll(moved, j => here.Slopes[j]);
            var to = new NewtonCg { Tolerance = Math.Max(0.3 * Tolerance, Nearer * here.Size) }.Solve(among, new TangentPenalty(penalty.Of(moved), from), [.. from, here.Intercept], cancellation: cancellation).Coefficients;
            here.Slopes.CopyTo(there.Slopes, 0);
            Span<double> rest = stackalloc double[1];
            for (var k = 0; k < moved.Length; k++)
            {
                // What would pass its rest stops there.
                penalty.Rest(moved[k], rest);
                there.Slopes[moved[k]] = (to[k] - rest[0]) * (from[k] - rest[0]) > 0 ? to[k] : rest[0];
                penalty.Project(moved[k], there.Slopes.AsSpan(moved[k], 1));
            }
            there.Intercept = to[^1];
            Evaluate(there);
            return there.Value < here.Value;
        }

        void Evaluate(WorkingPoint point)
        {
            f.CountPass();
            point.Evaluate(objective, default);
            point.Judge(penalty);
        }

        double LineSearch(double[] step, int[] moving)
        {
            var slope = 0.0;
            for (var length = 1.0; length > 1.0 / (1L << MaxHalvings); length /= 2)
            {
                here.Slopes.CopyTo(there.Slopes, 0);
                for (var k = 0; k < moving.Length; k++) there.Slopes[moving[k]] += length * step[k];
                if (length == 1)
                {
                    slope = penalty.Value(there.Slopes) - penalty.Value(here.Slopes);
                    for (var k = 0; k < moving.Length; k++) slope += here.Gradient[moving[k]] * step[k];
                }
                there.Intercept = here.Intercept;
                Evaluate(there);
                // Differences below the rounding of the objective itself say nothing.
                if (there.Value <= here.Value + SufficientDecrease * length * slope + 1e-14 * Math.Abs(here.Value)) return length;
            }
            return 0;
        }

        double[] Beta() => [.. here.Slopes, here.Intercept];

        void Trace(int iteration, double length) => f.Trace(iteration, here.Value, [.. here.Gradient, here.InterceptGradient], length, Beta());

        SolverResult Result(SolverStatus status, int iteration, string reason) =>
            new("coordinate-descent", Beta(), status, iteration, f.Passes, here.Value, here.Size, reason) { DualityGap = here.Gap };
    }

    private static bool CanMove(IProximalPenalty penalty, WorkingPoint here, int slope) => here.Subgradient[slope] != 0 || penalty.IsSmoothAt(slope, here.Slopes.AsSpan(slope, 1));

    /// <summary>The quadratic model of the loss about a point, with the penalty as it is, over the coefficients that can move and the intercept.</summary>
    private sealed class QuadraticWalk(ICoordinateObjective objective, IProximalPenalty penalty, WorkingPoint at, int[] moving)
    {
        // The residuals that the model has where the walk stands.
        private readonly double[] _residual = [.. at.Residual];
        private readonly double _totalCurvature = VectorKernels.Sum(at.Curvature);
        private readonly double[] _squares = new double[moving.Length];
        private readonly double[] _step = new double[moving.Length];

        /// <summary>Walks over the coefficients until no gradient of the model is larger than a tolerance.</summary>
        public double[] Minimise(double tolerance, CancellationToken cancellation)
        {
            for (var k = 0; k < moving.Length; k++) _squares[k] = Math.Max(objective.ColumnSquares(moving[k], at.Curvature), 1e-300);
            var busy = Enumerable.Range(0, moving.Length).ToArray();
            for (var walk = 0; walk < MaxWalks; walk++)
            {
                cancellation.ThrowIfCancellationRequested();
                var isWhole = busy.Length == moving.Length;
                var (largest, next) = Walk(busy);
                // Few move for long; the others are looked at again at the end.
                if (largest > tolerance) busy = next.Count > 0 ? [.. next] : busy;
                else if (isWhole) break;
                else busy = [.. Enumerable.Range(0, moving.Length)];
            }
            return _step;
        }

        /// <summary>One visit of each: the largest pull that was found, and those that are not at rest after it.</summary>
        private (double Largest, List<int> NotAtRest) Walk(int[] visited)
        {
            var (largest, notAtRest) = (0.0, new List<int>(visited.Length));
            Span<double> x = stackalloc double[1];
            foreach (var k in visited)
            {
                var slope = moving[k];
                var (from, gradient) = (at.Slopes[slope] + _step[k], objective.ColumnDot(slope, _residual));
                x[0] = from - gradient / _squares[k];
                penalty.Prox(slope, _squares[k], x);
                var change = x[0] - from;
                if (penalty.IsSmoothAt(slope, x)) notAtRest.Add(k);
                if (change == 0) continue;
                _step[k] += change;
                objective.AddColumn(slope, change, at.Curvature, _residual);
                largest = Math.Max(largest, Math.Abs(change) * _squares[k]);
            }
            if (objective.HasIntercept) VectorKernels.AddScaled(_residual, -VectorKernels.Sum(_residual) / _totalCurvature, at.Curvature);
            return (largest, notAtRest);
        }
    }
}
