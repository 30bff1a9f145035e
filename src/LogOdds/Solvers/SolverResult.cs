namespace LogOdds.Solvers;

/// <summary>What a solver found, and how good it is.</summary>
/// <param name="Solver">The solver that ran, by its name on the command line: <c>newton</c>.</param>
/// <param name="Coefficients">β on the scale that was fitted, slopes first, the intercept last.</param>
/// <param name="Status">How it ended; a solver never throws for slowness.</param>
/// <param name="Iterations">Updates made.</param>
/// <param name="Passes">Passes over the rows.</param>
/// <param name="Objective">F(β) at the end, penalty included.</param>
/// <param name="GradientNorm">The largest entry of ∇F, or of the least subgradient, at the end, in absolute value, on the scale that was fitted.</param>
/// <param name="Reason">Why it ended, in words.</param>
public sealed record SolverResult(string Solver, double[] Coefficients, SolverStatus Status, int Iterations, int Passes, double Objective,
    double GradientNorm, string Reason)
{
    /// <summary>How far F can lie above its minimum at most; null where the solver did not ask (<see cref="Penalties.IProximalPenalty.Gap"/>).</summary>
    public double? DualityGap { get; init; }
}
