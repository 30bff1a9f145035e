using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>Minimises objective + penalty for one λ after the other, each from where the last ended.</summary>
/// <typeparam name="TObjective">What the solver asks of the rows.</typeparam>
public interface IPathSolver<in TObjective> where TObjective : class, IObjective
{
    /// <summary>Minimises <paramref name="objective"/> + <paramref name="penalty"/> of each strength.</summary>
    /// <param name="objective">The mean loss.</param>
    /// <param name="penalty">The penalty on the slopes; its own λ does not matter.</param>
    /// <param name="lambdas">The strengths, descending.</param>
    /// <param name="isEnough">Asked after each fit, in the order of the strengths; when it says so, the rest is left out. Null to go on to the end.</param>
    /// <param name="cancellation">Asked once a strength.</param>
    /// <returns>A fit for each strength, in their order; fewer where <paramref name="isEnough"/> ended the path.</returns>
    IReadOnlyList<SolverResult> Solve(TObjective objective, IProximalPenalty penalty, IReadOnlyList<double> lambdas, Func<SolverResult, bool>? isEnough = null,
        CancellationToken cancellation = default);
}
