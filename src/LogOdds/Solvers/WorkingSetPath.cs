using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Minimises loss + penalty for one λ after the other over the few columns that can matter there, and proves by all columns that no other does. The
/// columns are chosen by the sequential strong rule (Tibshirani et al., Journal of the Royal Statistical Society B 74, 2012), about gradients that are
/// carried on along the path; several λ are solved ahead, so that one pass over all columns serves them all.
/// </summary>
public sealed class WorkingSetPath : IPathSolver<IColumnObjective>
{
    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-9;

    /// <summary>Converged when the duality gap is no larger than this, nor than this part of the objective where nothing moves off its rest; 1e-9 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The objective's columns cannot be asked for one by one, or λ do not descend.</exception>
    public IReadOnlyList<SolverResult> Solve(IColumnObjective objective, IProximalPenalty penalty, IReadOnlyList<double> lambdas, Func<SolverResult, bool>? isEnough = null,
        CancellationToken cancellation = default)
    {
        for (var k = 1; k < lambdas.Count; k++)
            if (!(lambdas[k] <= lambdas[k - 1])) throw new ArgumentException("The strengths of a path descend.", nameof(lambdas));
        var results = new List<SolverResult>();
        foreach (var result in new PathRun(objective, penalty, Tolerance).Follow(lambdas, cancellation))
        {
            results.Add(result);
            if (isEnough?.Invoke(result) == true) break;
        }
        return results;
    }
}
