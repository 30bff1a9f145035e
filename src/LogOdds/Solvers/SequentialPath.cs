using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>A path as one fit after the other, each from where the last ended.</summary>
/// <param name="solver">What fits one λ.</param>
public sealed class SequentialPath(ISolver<ICurvedObjective, IProximalPenalty> solver) : IPathSolver<ICurvedObjective>
{
    /// <inheritdoc/>
    public IReadOnlyList<SolverResult> Solve(ICurvedObjective objective, IProximalPenalty penalty, IReadOnlyList<double> lambdas, Func<SolverResult, bool>? isEnough = null,
        CancellationToken cancellation = default)
    {
        var start = AtRest(objective, penalty);
        var path = new List<SolverResult>(lambdas.Count);
        foreach (var lambda in lambdas)
        {
            var result = solver.Solve(objective, penalty.WithLambda(lambda), start, cancellation: cancellation);
            path.Add(result);
            if (isEnough?.Invoke(result) == true) break;
            start = result.Coefficients;
        }
        return path;
    }

    /// <summary>All coefficients at rest, those without penalty at 0.</summary>
    internal static double[] AtRest(IObjective objective, IProximalPenalty penalty)
    {
        var start = new double[objective.Dimension];
        if (penalty.Blocks.Count == 0)
            for (var j = 0; j < objective.Slopes; j++) penalty.Rest(j, start.AsSpan(j, 1));
        for (var block = 0; block < penalty.Blocks.Count; block++)
        {
            var places = penalty.Blocks[block];
            var x = new double[places.Length];
            penalty.Rest(block, x);
            for (var k = 0; k < places.Length; k++) start[places[k]] = x[k];
        }
        return start;
    }
}
