using System.Diagnostics;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>Objective plus a penalty without gradient, with a count of the passes it took: the part that every proximal solver shares.</summary>
internal sealed class ProximalObjective(string solver, IObjective objective, IProximalPenalty penalty, Action<IterationRecord>? trace)
{
    private readonly long _started = Stopwatch.GetTimestamp();

    public int Dimension => objective.Dimension;

    public int Slopes => objective.Slopes;

    public int Passes { get; private set; }

    /// <summary>F(β), and the gradient of the loss alone.</summary>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient)
    {
        Passes++;
        return objective.Evaluate(beta, gradient) + penalty.Value(beta[..Slopes]);
    }

    /// <summary>F(β), and the gradient and the Hessian of the loss alone.</summary>
    public double Evaluate(ICurvedObjective curved, ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian)
    {
        Passes++;
        return curved.Evaluate(beta, gradient, packedHessian) + penalty.Value(beta[..Slopes]);
    }

    /// <summary>Counts a pass that a solver made in parts.</summary>
    public void CountPass() => Passes++;

    /// <summary>The least subgradient of F, from the gradient of the loss.</summary>
    public double[] Subgradient(ReadOnlySpan<double> beta, ReadOnlySpan<double> gradient)
    {
        var least = gradient.ToArray();
        penalty.ToLeastSubgradient(beta[..Slopes], least.AsSpan(0, Slopes));
        return least;
    }

    /// <summary>How far F(β) can lie above its minimum.</summary>
    public double Gap(ReadOnlySpan<double> beta, ReadOnlySpan<double> gradient, double value)
    {
        var gap = penalty.Gap(beta[..Slopes], gradient[..Slopes], value);
        // Coefficients without penalty are held to within 1 + 2·|b| of where they are.
        for (var j = Slopes; j < beta.Length; j++) gap += Math.Abs(gradient[j]) * (1 + 2 * Math.Abs(beta[j]));
        return gap;
    }

    public void Trace(int iteration, double value, ReadOnlySpan<double> gradient, double step, ReadOnlySpan<double> beta) =>
        trace?.Invoke(new IterationRecord(iteration, value, VectorKernels.MaxAbs(Subgradient(beta, gradient)), step, Passes,
            Stopwatch.GetElapsedTime(_started).TotalSeconds, beta.ToArray()));

    public SolverResult Result(ReadOnlySpan<double> beta, SolverStatus status, int iterations, double value, ReadOnlySpan<double> gradient, string reason) =>
        new(solver, beta.ToArray(), status, iterations, Passes, value, VectorKernels.MaxAbs(Subgradient(beta, gradient)), reason) { DualityGap = Gap(beta, gradient, value) };
}
