using System.Globalization;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// L-BFGS for several classes: it starts near the optimum of a sample of the rows, and takes the blocks of the sample's Hessian, one a class, for the
/// curvature until its steps have shown more. The line search is over all rows, so a bad sample costs passes, never the answer.
/// </summary>
public sealed class SampledLbfgs : ISolver<IBlockObjective, ISmoothPenalty>
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 1000;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-10;

    // A sample's optimum is off by its own spread; this much of the spread of its gradient is near enough.
    private const double SampleTolerance = 0.05;

    // Each sample is this many times larger than the one that it starts from, and no smaller than some rows a coefficient of a class.
    private const int Growth = 4;
    private const int SmallestSample = 1024;
    private const int RowsPerCoefficient = 16;

    // Blocks where the classes are told apart are better than those at 0, where all classes are alike and one does for all; by as many passes.
    private const double PassesSaved = 20;

    private const int SampleIterations = 30;

    /// <summary>The most passes over all rows that take a step; 1000 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the gradient is larger than this; 1e-10 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <inheritdoc/>
    /// <remarks>The trace is of the passes over all rows.</remarks>
    public SolverResult Solve(IBlockObjective objective, ISmoothPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        var beta = start.ToArray();
        var passes = 0.0;

        // 1. Near the optimum of one sample after the other; where there are too few rows to sample, of all.
        var fewest = Math.Max(SmallestSample, RowsPerCoefficient * objective.Blocks[0].Length);
        var sampled = objective.Rows;
        while (sampled / Growth >= fewest) sampled /= Growth;
        var smallest = objective.Sample(sampled);
        var curvature = BlockCurvature.At(smallest, penalty, beta);
        passes += (double)smallest.Rows / objective.Rows;
        // A pass takes four multiply-adds a coefficient and row, counting both ways; a block half as many as it has columns.
        var isWorthBlocks = (double)smallest.Rows * objective.Blocks[0].Length / 4 <= PassesSaved * objective.Rows;
        do
        {
            var sample = objective.Sample(sampled);
            var near = new Lbfgs { MaxIterations = SampleIterations, Tolerance = SampleTolerance / Math.Sqrt(sample.Rows), Curvature = curvature, ScalesCurvature = true }.Solve(sample, penalty, beta, null, cancellation);
            if (near.Status != SolverStatus.Diverged) near.Coefficients.CopyTo(beta, 0);
            passes += (double)near.Passes * sample.Rows / objective.Rows;
            if (isWorthBlocks)
            {
                curvature = BlockCurvature.At(smallest, penalty, beta);
                passes += (double)smallest.Rows / objective.Rows;
            }
            sampled *= Growth;
        }
        while (sampled < objective.Rows);

        // 2. Steps by the gradient of all rows and the curvature of the last sample.
        var result = new Lbfgs { MaxIterations = MaxIterations, Tolerance = Tolerance, Curvature = curvature, ScalesCurvature = true }.Solve(objective, penalty, beta, trace, cancellation);
        return result with
        {
            Solver = "sampled-lbfgs",
            Passes = (int)Math.Ceiling(passes + result.Passes),
            Reason = string.Create(CultureInfo.InvariantCulture, $"the curvature is that of a sample, by classes; {result.Reason}"),
        };
    }
}
