using System.Globalization;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>Picks the solver for a penalty without gradient: coordinate descent for sparse columns, Newton's method where a p×p matrix is affordable, a working set beyond; proximal gradients where nothing comes to rest.</summary>
public sealed class AutoProximalSolver : ISolver<LinearObjective, IProximalPenalty>
{
    // Beyond this the p×p numbers of a Newton step cost more than the passes they save.
    private const int MaxNewtonColumns = 2000;

    // Up to so many, even sparse columns are walked faster by their matrix of pairs.
    private const int FewSparseColumns = 500;

    /// <summary>The most iterations; the chosen solver's own number unless set.</summary>
    public int? MaxIterations { get; init; }

    /// <summary>Converged when no entry of the least subgradient is larger than this; the chosen solver's own number unless set.</summary>
    public double? Tolerance { get; init; }

    /// <inheritdoc/>
    public SolverResult Solve(LinearObjective objective, IProximalPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        var result = objective.HasSparseColumns && objective.Slopes > FewSparseColumns && penalty.Blocks.Count == 0
            ? new CoordinateDescent { MaxIterations = MaxIterations ?? CoordinateDescent.DefaultMaxIterations, Tolerance = Tolerance ?? CoordinateDescent.DefaultTolerance }.Solve(objective, penalty, start, trace, cancellation)
            : objective.Slopes <= MaxNewtonColumns
            ? new ProximalNewton { MaxIterations = MaxIterations ?? ProximalNewton.DefaultMaxIterations, Tolerance = Tolerance ?? ProximalNewton.DefaultTolerance }.Solve(objective, penalty, start, trace, cancellation)
            : objective.HasColumns && penalty.L1Ratio > 0
            ? new WorkingSet().Solve(objective, penalty, start, trace, cancellation)
            : new Fista { MaxIterations = MaxIterations ?? Fista.DefaultMaxIterations, Tolerance = Tolerance ?? Fista.DefaultTolerance }.Solve(objective, penalty, start, trace, cancellation);
        return result with { Reason = string.Create(CultureInfo.InvariantCulture, $"{result.Solver} chosen for {objective.Rows} rows and {objective.Dimension} coefficients; {result.Reason}") };
    }
}
