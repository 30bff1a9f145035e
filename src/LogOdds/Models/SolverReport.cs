using LogOdds.Solvers;

namespace LogOdds.Models;

/// <summary>How the coefficients were found and how good they are.</summary>
/// <param name="Name">The solver: <c>newton</c>, <c>lbfgs</c>, <c>gradient-descent</c>, <c>sgd</c>.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Iterations">Updates made.</param>
/// <param name="Passes">Passes of the solver over the rows.</param>
/// <param name="GradientNorm">
/// The largest entry of the gradient, or of the least subgradient, of the stated objective at the reported coefficients, with columns on the scale that was
/// fitted (Newton and L-BFGS: standard deviation 1; descents at a fixed rate: as stated); computed after the fit by code that shares nothing with the solver.
/// </param>
/// <param name="Reason">Why this solver, and why it ended.</param>
public sealed record SolverReport(string Name, SolverStatus Status, int Iterations, int Passes, double GradientNorm, string Reason)
{
    /// <summary>How far the objective can lie above its minimum at most, by Fenchel's dual, on the mean loss; null without a penalty.</summary>
    public double? DualityGap { get; init; }
}
