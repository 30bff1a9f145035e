using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Minimises loss + penalty for many λ at a time where rows are many and columns few: each λ has a quadratic model of its own, solved in
/// numbers of the size of the coefficients, and one pass over the rows answers for all of them.
/// </summary>
/// <remarks>
/// A sample of the rows says where the path goes and which columns can matter. Hessians of all rows, or of as many as the coefficients need, at a
/// few places along it start the models, which learn from what the passes answer (proximal quasi-Newton; Lee, Sun and Saunders, SIAM Journal on
/// Optimization 24, 2014). A pass over all columns proves each answer. What is not proved after some passes goes to <see cref="ProximalNewton"/>.
/// </remarks>
public sealed class TallPath : IPathSolver<IBatchObjective>
{
    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-9;

    // The λ that are fitted at a time: as many as share a pass well, of which the models' matrices take no more than a quarter of a gigabyte.
    private const int MostAtATime = 36;

    // Where the path may be told to end, fewer are fitted that nobody wants.
    private const int MostWhereAsked = 24;
    private const int MostNumbers = 1 << 25;

    /// <summary>Converged when the duality gap is no larger than this, nor than this part of the objective at the largest λ; 1e-9 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The λ do not descend.</exception>
    public IReadOnlyList<SolverResult> Solve(IBatchObjective objective, IProximalPenalty penalty, IReadOnlyList<double> lambdas, Func<SolverResult, bool>? isEnough = null,
        CancellationToken cancellation = default)
    {
        for (var k = 1; k < lambdas.Count; k++)
            if (!(lambdas[k] <= lambdas[k - 1])) throw new ArgumentException("The strengths of a path descend.", nameof(lambdas));
        var results = new List<SolverResult>(lambdas.Count);
        var run = new TallRun(objective, penalty, Tolerance);
        // Stretches of like length.
        var most = Math.Clamp(MostNumbers / (objective.Dimension * objective.Dimension), 1, isEnough is null ? MostAtATime : MostWhereAsked);
        var stretches = (lambdas.Count + most - 1) / most;
        for (var stretch = 0; stretch < stretches; stretch++)
        {
            var (first, end) = (stretch * lambdas.Count / stretches, (stretch + 1) * lambdas.Count / stretches);
            foreach (var result in run.Fit([.. lambdas.Skip(first).Take(end - first)], cancellation))
            {
                results.Add(result);
                if (isEnough?.Invoke(result) == true) return results;
            }
        }
        return results;
    }
}
