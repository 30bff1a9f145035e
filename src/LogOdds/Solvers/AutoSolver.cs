using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Picks the solver: Newton while its p²/2 products a row cost less than the many more passes of L-BFGS. The result says which
/// ran and why.
/// </summary>
public sealed class AutoSolver : ISolver<ICurvedObjective, ISmoothPenalty>
{
    private const int NewtonDimension = 500;

    /// <summary>The most iterations; the chosen solver's own number unless set.</summary>
    public int? MaxIterations { get; init; }

    /// <summary>Converged when no entry of the gradient is larger than this; the chosen solver's own number unless set.</summary>
    public double? Tolerance { get; init; }

    /// <inheritdoc/>
    public SolverResult Solve(ICurvedObjective objective, ISmoothPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        var isSmall = objective.Dimension <= NewtonDimension;
        var result = isSmall
            ? new Newton { MaxIterations = MaxIterations ?? Newton.DefaultMaxIterations, Tolerance = Tolerance ?? Newton.DefaultTolerance }.Solve(objective, penalty, start, trace, cancellation)
            : new Lbfgs { MaxIterations = MaxIterations ?? Lbfgs.DefaultMaxIterations, Tolerance = Tolerance ?? Lbfgs.DefaultTolerance }.Solve(objective, penalty, start, trace, cancellation);
        return result with { Reason = $"{result.Solver} chosen for {objective.Dimension} coefficients, {(isSmall ? "few enough" : "too many")} for the Hessian; {result.Reason}" };
    }
}
