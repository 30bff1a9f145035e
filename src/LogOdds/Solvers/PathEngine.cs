using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>How paths are fitted, everywhere: by whole Hessians for few columns, by working sets where few of many columns count.</summary>
internal static class PathEngine
{
    // Beyond this, most columns are never selected, and a Hessian of all of them is waste.
    private const int ManyColumns = 500;

    // Beyond this a Hessian costs more than the passes it saves, even where every column counts.
    private const int MaxNewtonColumns = 2000;

    /// <inheritdoc cref="IPathSolver{TObjective}.Solve"/>
    public static IReadOnlyList<SolverResult> Solve(ICurvedObjective objective, IProximalPenalty penalty, IReadOnlyList<double> lambdas, Func<SolverResult, bool>? isEnough, CancellationToken cancellation)
    {
        if (objective is IColumnObjective { HasColumns: true } columns && objective.Slopes > ManyColumns && penalty.L1Ratio > 0) return new WorkingSetPath().Solve(columns, penalty, lambdas, isEnough, cancellation);
        return new SequentialPath(objective.Slopes > MaxNewtonColumns ? new Fista() : new ProximalNewton()).Solve(objective, penalty, lambdas, isEnough, cancellation);
    }
}
