using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>How paths are fitted, everywhere: many strengths at a time where rows are many, by working sets where columns may be left out, by whole Hessians or gradients where every column counts.</summary>
internal static class PathEngine
{
    // Beyond this a Hessian costs more than the passes it saves.
    private const int MaxNewtonColumns = 2000;

    // Where rows are so many, in numbers and for each column, many strengths share a pass.
    private const int MaxTallColumns = 1500;
    private const int LeastTallRows = 5000;
    private const int TallShape = 20;

    // Figures of a path are compared with each other, so that they are fitted more closely than a single model is, where that costs next to nothing.
    private const double SmallPass = 1e6;
    private static readonly WorkingSetPath Closely = new() { Tolerance = 1e-11 };
    private static readonly WorkingSetPath WorkingSets = new();
    private static readonly TallPath Tall = new();

    /// <inheritdoc cref="IPathSolver{TObjective}.Solve"/>
    public static IReadOnlyList<SolverResult> Solve(ICurvedObjective objective, IProximalPenalty penalty, IReadOnlyList<double> lambdas, Func<SolverResult, bool>? isEnough, CancellationToken cancellation)
    {
        if (objective is IBatchObjective tall && tall.Slopes <= MaxTallColumns && tall.Rows >= Math.Max(LeastTallRows, TallShape * tall.Slopes)) return Tall.Solve(tall, penalty, lambdas, isEnough, cancellation);
        if (objective is IColumnObjective { HasColumns: true } columns && penalty.L1Ratio > 0) return (objective is ISubsampledObjective { NumbersPerPass: > SmallPass } ? WorkingSets : Closely).Solve(columns, penalty, lambdas, isEnough, cancellation);
        return new SequentialPath(objective.Slopes > MaxNewtonColumns ? new Fista() : new ProximalNewton()).Solve(objective, penalty, lambdas, isEnough, cancellation);
    }
}
