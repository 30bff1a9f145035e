namespace LogOdds.Bench.Optimality;

/// <summary>How good coefficients are.</summary>
/// <param name="Objective">F: mean log loss plus λ/2·‖b‖² on standardised columns.</param>
/// <param name="GradientNorm">The largest entry of ∇F on standardised columns, in absolute value.</param>
internal sealed record Optimum(double Objective, double GradientNorm);
