using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Mini-batch stochastic gradient descent (Robbins and Monro, 1951): each epoch shuffles the rows and steps once a batch at a
/// fixed rate. The order of the rows depends on <see cref="Seed"/> alone. At a fixed rate it settles into a neighbourhood of
/// the minimum, not at it.
/// </summary>
public sealed class StochasticGradientDescent : ISolver<ISampledObjective, ISmoothPenalty>, IFixedRateSolver
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 100;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-12;

    /// <summary>The learning rate unless set.</summary>
    public const double DefaultLearningRate = 0.1;

    /// <summary>The rows a step unless set.</summary>
    public const int DefaultBatchSize = 32;

    /// <inheritdoc/>
    public double LearningRate { get; init; } = DefaultLearningRate;

    /// <summary>How much of the last update is kept in the next, from 0 (none) up to, but not including, 1; 0 unless set.</summary>
    /// <remarks>v ← momentum·v + ∇F(β), β ← β − rate·v: the heavy ball (Polyak, USSR Computational Mathematics and Mathematical Physics 4, 1964).</remarks>
    public double Momentum { get; init; }

    /// <summary>Epochs: walks over all rows; 100 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the full gradient is larger than this after an epoch; 1e-12 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <summary>Rows a step; 32 unless set. The last batch of an epoch may be smaller.</summary>
    public int BatchSize { get; init; } = DefaultBatchSize;

    /// <summary>The seed of the shuffles.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public SolverResult Solve(ISampledObjective objective, ISmoothPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        var f = new PenalizedObjective("sgd", objective, penalty, trace);
        var random = new SeededRandom(Seed);
        var order = Enumerable.Range(0, objective.Rows).ToArray();
        var beta = start.ToArray();
        var (gradient, velocity) = (new double[f.Dimension], new double[f.Dimension]);
        var first = double.NaN;

        for (var epoch = 0; ; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            // The full objective tells where the epoch has led; it is a pass of its own.
            var value = f.Evaluate(beta, gradient);
            if (epoch == 0) first = value;
            f.Trace(epoch, value, gradient, epoch == 0 ? 0 : LearningRate, beta);

            if (VectorKernels.MaxAbs(gradient) <= Tolerance)
                return f.Result(beta, SolverStatus.Converged, epoch, value, gradient, "the gradient is within tolerance");
            if (epoch == MaxIterations || !double.IsFinite(value))
                return f.Result(beta, FixedRate.StatusAtEnd(first, value), epoch, value, gradient,
                    FixedRate.Reason(first, value, epoch, LearningRate));

            random.Shuffle(order);
            f.CountPass();
            for (var at = 0; at < order.Length; at += BatchSize)
            {
                objective.EvaluateRows(order.AsSpan(at, Math.Min(BatchSize, order.Length - at)), beta, gradient);
                penalty.AddGradient(beta.AsSpan(0, objective.Slopes), gradient.AsSpan(0, objective.Slopes));
                VectorKernels.Scale(velocity, Momentum);
                VectorKernels.Add(velocity, gradient);
                VectorKernels.AddScaled(beta, -LearningRate, velocity);
            }
        }
    }
}
