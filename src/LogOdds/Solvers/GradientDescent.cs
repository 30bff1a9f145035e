using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Batch gradient descent at a fixed rate: β ← β − rate·∇F(β), every entry updated from the same β. It is the descent that
/// textbooks write out; each iteration is one pass and can be traced.
/// </summary>
public sealed class GradientDescent : ISolver<IObjective, ISmoothPenalty>, IFixedRateSolver
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 10_000;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-12;

    /// <summary>The learning rate unless set.</summary>
    public const double DefaultLearningRate = 0.1;

    /// <inheritdoc/>
    public double LearningRate { get; init; } = DefaultLearningRate;

    /// <summary>How much of the last update is kept in the next, from 0 (none) up to, but not including, 1; 0 unless set.</summary>
    /// <remarks>v ← momentum·v + ∇F(β), β ← β − rate·v: the heavy ball (Polyak, USSR Computational Mathematics and Mathematical Physics 4, 1964).</remarks>
    public double Momentum { get; init; }

    /// <summary>The most iterations; 10 000 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the gradient is larger than this; 1e-12 unless set, 0 to make all iterations.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <inheritdoc/>
    public SolverResult Solve(IObjective objective, ISmoothPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        var f = new PenalizedObjective("gradient-descent", objective, penalty, trace);
        var beta = start.ToArray();
        var (gradient, velocity) = (new double[f.Dimension], new double[f.Dimension]);
        var first = double.NaN;

        for (var iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            var value = f.Evaluate(beta, gradient);
            if (iteration == 0) first = value;
            f.Trace(iteration, value, gradient, iteration == 0 ? 0 : LearningRate, beta);

            if (VectorKernels.MaxAbs(gradient) <= Tolerance)
                return f.Result(beta, SolverStatus.Converged, iteration, value, gradient, "the gradient is within tolerance");
            if (iteration == MaxIterations || !double.IsFinite(value))
                return f.Result(beta, FixedRate.StatusAtEnd(first, value), iteration, value, gradient,
                    FixedRate.Reason(first, value, iteration, LearningRate));

            VectorKernels.Scale(velocity, Momentum);
            VectorKernels.Add(velocity, gradient);
            VectorKernels.AddScaled(beta, -LearningRate, velocity);
        }
    }
}
