using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Newton's method for lasso and elastic net on sparse columns: the quadratic model of each step is minimised by coordinate descent over the
/// columns that can move (Friedman, Hastie and Tibshirani, Journal of Statistical Software 33, 2010; Yuan, Ho and Lin, JMLR 13, 2012).
/// A visit costs the entries of its column and no matrix is made, however many coefficients move. Coordinate descent finds which do; among those the
/// penalty is smooth, and truncated Newton steps (<see cref="NewtonCg"/>) end it. Columns that can move are copied and fitted among
/// themselves; a pass over all columns says which others are wanting.
/// </summary>
public sealed class CoordinateDescent : ISolver<LinearObjective, IProximalPenalty>
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 200;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-8;

    /// <summary>The most iterations; 200 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the least subgradient is larger than this; 1e-8 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <inheritdoc/>
    /// <remarks>A pass, and an iteration, is one over all columns; between two of them there are walks over those that can move.</remarks>
    /// <exception cref="ArgumentException">The columns are not sparse, or the penalty has blocks of several coefficients.</exception>
    public SolverResult Solve(LinearObjective objective, IProximalPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        if (!objective.HasSparseColumns || penalty.Blocks.Count > 0) throw new ArgumentException("Coordinate descent takes sparse columns, and a penalty that falls into single coefficients.", nameof(objective));
        var f = new ProximalObjective("coordinate-descent", objective, penalty, trace);
        var here = new WorkingPoint(objective.Slopes, ((IColumnObjective)objective).Rows);
        start[..objective.Slopes].CopyTo(here.Slopes);
        here.Intercept = start[^1];
        Evaluate();
        var isIn = new bool[objective.Slopes];
        ColumnDescent? among = null;
        for (var iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (trace is not null) f.Trace(iteration, here.Value, Gradient(), iteration == 0 ? 0 : 1, Beta());
            if (!double.IsFinite(here.Value)) return Result(SolverStatus.Diverged, iteration, "the objective left the range of doubles");
            if (here.Size <= Tolerance) return Result(SolverStatus.Converged, iteration, "the least subgradient is within tolerance");
            if (iteration == MaxIterations) return Result(SolverStatus.IterationLimit, iteration, $"stopped after {iteration} iterations");

            // 1. Which columns can move that could not before?
            int[] wanting = [.. Enumerable.Range(0, isIn.Length).Where(j => !isIn[j] && (here.Slopes[j] != 0 || here.Subgradient[j] != 0))];
            foreach (var j in wanting) isIn[j] = true;
            if (among is null) among = new ColumnDescent(objective, penalty, wanting);
            else if (wanting.Length > 0) among.Add(wanting);

            // 2. Where is the minimum among them? The nearer the end, the more exactly.
            if (!among.TryDescend(here, ColumnDescent.Aim(here.Size, Tolerance), cancellation))
                return Result(SolverStatus.IterationLimit, iteration, "no step improves the objective any more in double precision");

            // 3. What do all columns say there?
            Evaluate();
        }

        void Evaluate()
        {
            f.CountPass();
            WorkingPoint.Evaluate([here], objective, []);
            here.Judge(penalty);
        }

        double[] Beta() => [.. here.Slopes, here.Intercept];

        double[] Gradient() => [.. here.Gradient, here.InterceptGradient];

        SolverResult Result(SolverStatus status, int iterations, string reason) => f.Result(Beta(), status, iterations, here.Value, Gradient(), reason);
    }
}
