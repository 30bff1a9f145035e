using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>How paths are fitted, everywhere: by working sets where columns may be left out, by whole Hessians or gradients where every column counts.</summary>
internal static class PathEngine
{
    // Beyond this a Hessian costs more than the passes it saves.
    private const int MaxNewtonColumns = 2000;

    // Figures of a path are compared with each other, so that they are fitted more closely than a single model is.
    private static readonly WorkingSetPath WorkingSets = new() { Tolerance = 1e-11 };

    /// <inheritdoc cref="IPathSolver{TObjective}.Solve"/>
    public static IReadOnlyList<SolverResult> Solve(ICurvedObjective objective, IProximalPenalty penalty, IReadOnlyList<double> lambdas, Func<SolverResult, bool>? isEnough, CancellationToken cancellation)
    {
        if (objective is IColumnObjective { HasColumns: true } columns && penalty.L1Ratio > 0) return WorkingSets.Solve(columns, penalty, lambdas, isEnough, cancellation);
        return new SequentialPath(objective.Slopes > MaxNewtonColumns ? new Fista() : new ProximalNewton()).Solve(objective, penalty, lambdas, isEnough, cancellation);
    }
}
