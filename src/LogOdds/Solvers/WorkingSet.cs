using System.Diagnostics;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>Minimises loss + penalty over the few columns that can matter, by way of some larger λ (<see cref="WorkingSetPath"/>).</summary>
public sealed class WorkingSet : ISolver<IColumnObjective, IProximalPenalty>
{
    // On the way, each strength is this part of the one before it; below this part of the λ at which all is at rest, the rest of the way is one step.
    private const double Stride = 0.75;
    private const double Last = 1e-6;

    /// <summary>Converged when the duality gap is no larger than this, nor than this part of the objective where nothing moves off its rest; 1e-9 unless set.</summary>
    public double Tolerance { get; init; } = WorkingSetPath.DefaultTolerance;

    /// <inheritdoc/>
    /// <remarks>
    /// The path leads there from the λ at which all is at rest, wherever the start is. An iteration is a strength on the way, and is traced with
    /// the penalty that is asked for.
    /// </remarks>
    /// <exception cref="ArgumentException">The objective's columns cannot be asked for one by one.</exception>
    public SolverResult Solve(IColumnObjective objective, IProximalPenalty penalty, ReadOnlySpan<double> start, Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        var started = Stopwatch.GetTimestamp();
        if (trace is not null)
        {
            var (beta, gradient) = (start.ToArray(), new double[start.Length]);
            var slopes = beta.AsSpan(0, objective.Slopes);
            var value = objective.Evaluate(beta, gradient) + penalty.Value(slopes);
            penalty.ToLeastSubgradient(slopes, gradient.AsSpan(0, objective.Slopes));
            trace(new IterationRecord(0, value, VectorKernels.MaxAbs(gradient), 0, 1, Stopwatch.GetElapsedTime(started).TotalSeconds, beta));
        }
        var run = new PathRun(objective, penalty, Tolerance);
        var lambdas = new List<double>();
        for (var lambda = Stride * run.CriticalLambda; lambda > penalty.Lambda / Stride && lambda > Last * run.CriticalLambda; lambda *= Stride) lambdas.Add(lambda);
        lambdas.Add(penalty.Lambda);
        SolverResult? last = null;
        var (iteration, iterations) = (0, 0);
        foreach (var result in run.Follow(lambdas, cancellation))
        {
            iterations += result.Iterations;
            last = result with { Iterations = iterations };
            trace?.Invoke(run.Record(++iteration, result.Coefficients, penalty, Stopwatch.GetElapsedTime(started)));
        }
        return last!;
    }
}
