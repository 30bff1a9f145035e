using System.Globalization;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Picks the solver that a model of cost expects to take the least time: Newton for small tables, Newton on a sample and a few
/// passes over the rest for large ones, Newton in as many dimensions as there are rows for a ridge on more columns, Newton by conjugate gradients for a ridge where a
/// p×p matrix costs more than the passes it saves, L-BFGS there without a penalty. The result says which ran
/// and why.
/// </summary>
public sealed class AutoSolver : ISolver<ISubsampledObjective, ISmoothPenalty>
{
    /// <summary>The most iterations; the chosen solver's own number unless set.</summary>
    public int? MaxIterations { get; init; }

    /// <summary>Converged when no entry of the gradient is larger than this; the chosen solver's own number unless set.</summary>
    public double? Tolerance { get; init; }

    /// <inheritdoc/>
    public SolverResult Solve(ISubsampledObjective objective, ISmoothPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        var choice = CostModel.Cheapest(objective, penalty);
        var result = choice.Solver switch
        {
            "newton" => new Newton { MaxIterations = MaxIterations ?? Newton.DefaultMaxIterations, Tolerance = Tolerance ?? Newton.DefaultTolerance }.Solve(objective, penalty, start, trace, cancellation),
            "lbfgs" => new Lbfgs { MaxIterations = MaxIterations ?? Lbfgs.DefaultMaxIterations, Tolerance = Tolerance ?? SampledNewton.DefaultTolerance }.Solve(objective, penalty, start, trace, cancellation),
            "newton-cg" => new NewtonCg { MaxIterations = MaxIterations ?? NewtonCg.DefaultMaxIterations, Tolerance = Tolerance ?? NewtonCg.DefaultTolerance }
                .Solve((IHessianProductObjective)objective, penalty, start, trace, cancellation),
            "dual-newton" => new DualNewton { MaxIterations = MaxIterations ?? DualNewton.DefaultMaxIterations, Tolerance = Tolerance ?? DualNewton.DefaultTolerance }
                .Solve((IRowObjective)objective, (Ridge)penalty, start, trace, cancellation),
            _ => new SampledNewton
            {
                SampleRows = choice.SampleRows,
                MaxIterations = MaxIterations ?? SampledNewton.DefaultMaxIterations,
                Tolerance = Tolerance ?? SampledNewton.DefaultTolerance,
            }.Solve(objective, penalty, start, trace, cancellation),
        };
        return result with
        {
            Reason = string.Create(CultureInfo.InvariantCulture,
                $"{result.Solver} chosen for {objective.Rows} rows and {objective.Dimension} coefficients, at an estimated cost of {choice.Passes:0} passes; {result.Reason}"),
        };
    }
}
