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

    /// <inheritdoc cref="IPathSolver{TObjective}.Solve"/>
    /// <param name="objective">The mean loss.</param>
    /// <param name="penalty">The penalty on the slopes.</param>
    /// <param name="lambdas">The strengths, descending.</param>
    /// <param name="isEnough">Asked after each fit whether the path ends there; null to go on to the end.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    /// <param name="ahead">The trail of a path over nearly the same rows at the same strengths, or more; null where there is none.</param>
    /// <param name="trail">The trail of this path, where such are left.</param>
    /// <param name="cancellation">Asked once a strength, or pass.</param>
    public static IReadOnlyList<SolverResult> Solve(ICurvedObjective objective, IProximalPenalty penalty, IReadOnlyList<double> lambdas, Func<SolverResult, bool>? isEnough, int threads,
        TallTrail? ahead, out TallTrail? trail, CancellationToken cancellation)
    {
        if (objective is IBatchObjective tall && tall.Slopes <= MaxTallColumns && tall.Rows >= Math.Max(LeastTallRows, TallShape * tall.Slopes))
            return new TallPath { Threads = threads }.Solve(tall, penalty, lambdas, isEnough, ahead, out trail, cancellation);
        trail = null;
        if (objective is IColumnObjective { HasColumns: true } columns && penalty.L1Ratio > 0) return (objective is ISubsampledObjective { NumbersPerPass: > SmallPass } ? WorkingSets : Closely).Solve(columns, penalty, lambdas, isEnough, cancellation);
        return new SequentialPath(objective.Slopes > MaxNewtonColumns ? new Fista() : new ProximalNewton()).Solve(objective, penalty, lambdas, isEnough, cancellation);
    }
}
