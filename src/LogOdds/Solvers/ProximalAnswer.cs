namespace LogOdds.Solvers;

/// <summary>What the rows and the penalty answer at some coefficients.</summary>
/// <param name="Gradient">The gradient of the loss.</param>
/// <param name="Value">Loss + penalty.</param>
/// <param name="Gap">The duality gap.</param>
/// <param name="Size">The largest entry of the least subgradient.</param>
internal readonly record struct ProximalAnswer(double[] Gradient, double Value, double Gap, double Size);
