namespace LogOdds.Solvers;

/// <summary>The state after an iteration; iteration 0 is the starting point, before any update.</summary>
/// <param name="Iteration">0, 1, 2, …</param>
/// <param name="Objective">F(β) as the solver minimises it, penalty included.</param>
/// <param name="GradientNorm">The largest entry of ∇F(β), in absolute value.</param>
/// <param name="Step">The step length or learning rate of the update that led here; 0 at the start.</param>
/// <param name="Passes">Passes over the rows so far.</param>
/// <param name="Seconds">Time since the start of the solver.</param>
/// <param name="Coefficients">β on the scale that is fitted, slopes first, the intercept last.</param>
public sealed record IterationRecord(int Iteration, double Objective, double GradientNorm, double Step, int Passes, double Seconds,
    IReadOnlyList<double> Coefficients);
