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

    /// <summary>How many cores to use at most for what each λ does by itself; 0 for all. It never changes the result.</summary>
    public int Threads { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The λ do not descend.</exception>
    public IReadOnlyList<SolverResult> Solve(IBatchObjective objective, IProximalPenalty penalty, IReadOnlyList<double> lambdas, Func<SolverResult, bool>? isEnough = null,
        CancellationToken cancellation = default) => Solve(objective, penalty, lambdas, isEnough, ahead: null, out _, cancellation);

    /// <summary>The same along the trail of a path over nearly the same rows, which saves the looking ahead.</summary>
    /// <param name="objective">The mean loss.</param>
    /// <param name="penalty">The penalty on the slopes.</param>
    /// <param name="lambdas">The strengths, descending.</param>
    /// <param name="isEnough">Asked after each fit whether the path ends there; null to go on to the end.</param>
    /// <param name="ahead">The trail of a path at the same strengths, or more; null where there is none.</param>
    /// <param name="trail">The trail of this path.</param>
    /// <param name="cancellation">Asked in each pass.</param>
    internal IReadOnlyList<SolverResult> Solve(IBatchObjective objective, IProximalPenalty penalty, IReadOnlyList<double> lambdas, Func<SolverResult, bool>? isEnough,
        TallTrail? ahead, out TallTrail trail, CancellationToken cancellation)
    {
        for (var k = 1; k < lambdas.Count; k++)
            if (!(lambdas[k] <= lambdas[k - 1])) throw new ArgumentException("The strengths of a path descend.", nameof(lambdas));
        var (results, stretches) = (new List<SolverResult>(lambdas.Count), new List<TallTrail.Stretch>());
        trail = new TallTrail(stretches);
        var run = new TallRun(objective, penalty, Tolerance, Threads);
        var lengths = ahead?.Stretches.Select(stretch => stretch.Betas.Length) ?? Lengths(objective.Dimension, lambdas.Count, isEnough is null);
        foreach (var (length, stretch) in lengths.Select((length, number) => (length, ahead?.Stretches[number])))
        {
            var (fits, own) = run.Fit([.. lambdas.Skip(results.Count).Take(length)], stretch, cancellation);
            stretches.Add(own);
            foreach (var fit in fits)
            {
                results.Add(fit);
                if (isEnough?.Invoke(fit) == true) return results;
            }
            if (results.Count == lambdas.Count) break;
        }
        return results;
    }

    /// <summary>Stretches of like length.</summary>
    private static IEnumerable<int> Lengths(int dimension, int count, bool isToTheEnd)
    {
        var most = Math.Clamp(MostNumbers / (dimension * dimension), 1, isToTheEnd ? MostAtATime : MostWhereAsked);
        var stretches = (count + most - 1) / most;
        return Enumerable.Range(0, stretches).Select(k => (k + 1) * count / stretches - k * count / stretches);
    }
}
