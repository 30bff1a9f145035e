using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Minimises objective + penalty. What a solver needs stands in its type: pairing it with an objective or a penalty that
/// cannot answer its questions does not compile.
/// </summary>
/// <typeparam name="TObjective">What the solver asks of the rows.</typeparam>
/// <typeparam name="TPenalty">What the solver asks of the penalty.</typeparam>
public interface ISolver<in TObjective, in TPenalty>
    where TObjective : class, IObjective
    where TPenalty : class, IPenalty
{
    /// <summary>Minimises <paramref name="objective"/> + <paramref name="penalty"/> from <paramref name="start"/>.</summary>
    /// <param name="objective">The mean loss.</param>
    /// <param name="penalty">The penalty on the slopes.</param>
    /// <param name="start">β to start from.</param>
    /// <param name="trace">Called with the starting point and after each iteration.</param>
    /// <param name="cancellation">Asked once an iteration.</param>
    SolverResult Solve(TObjective objective, TPenalty penalty, ReadOnlySpan<double> start, Action<IterationRecord>? trace = null,
        CancellationToken cancellation = default);
}
