using System.Diagnostics;
using System.Globalization;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Newton's method on samples of the rows, each the warm start of the next larger one, and then few passes over all of them: a
/// step is the gradient of all rows, bent by the Hessian of the last sample and by what the steps before have shown of the
/// difference (sub-sampled Newton, Roosta-Khorasani and Mahoney, Mathematical Programming 174, 2019, within L-BFGS).
/// </summary>
/// <remarks>
/// The samples are the same each time and spread over all rows. However bad a sample may be, the line search over all rows makes
/// the objective fall; and where the passes gain too little, a larger sample is taken, up to all rows: Newton's own method.
/// </remarks>
public sealed class SampledNewton : ISolver<ISubsampledObjective, ISmoothPenalty>
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 200;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-10;

    // A sample's optimum is off by its own spread; a tenth of the spread of its gradient (½ a row) is near enough.
    private const double SampleTolerance = 0.05;

    // Each sample is this many times larger than the one that it starts from.
    private const int Growth = 8;

    // Fewer rows than this, or than some a coefficient, are not sampled further.
    private const int SmallestSample = 4096;
    private const int RowsPerCoefficient = 20;

    // Iterations on the smallest sample, and the fewest on all rows after which a sample may be taken for too small.
    private const int Patience = 8;

    // Beyond this many coefficients a Hessian of the smallest sample costs more than the many passes of L-BFGS over it.
    internal const int ManyCoefficients = 1000;

    /// <summary>The most passes over all rows that take a step; 200 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the gradient is larger than this; 1e-10 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <summary>The rows of the largest sample; 0, the default, for a sixteenth of all.</summary>
    public long SampleRows { get; init; }

    /// <inheritdoc/>
    /// <remarks>The starting point is evaluated only where a trace is asked for, and is not counted as a pass of the solver.</remarks>
    public SolverResult Solve(ISubsampledObjective objective, ISmoothPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        var rows = objective.Rows;
        var sampled = Math.Clamp(SampleRows > 0 ? SampleRows : rows / 16, 1, rows);
        var passes = new Passes(rows, trace);
        passes.TraceStart(objective, penalty, start);
        var (beta, iterations) = (start.ToArray(), 1);

        // 1. The optimum of a sample, and its curvature there: the first update.
        var curvature = Curvature(objective.Sample(sampled), penalty, beta, passes, cancellation);
        while (true)
        {
            // 2. Steps by the gradient of all rows and the curvature of the sample.
            var isLast = curvature is null || sampled >= rows / 2;
            var expected = CostModel.StepsAfter(sampled, objective.Dimension);
            var most = Math.Min(MaxIterations - iterations, isLast ? int.MaxValue : Math.Max(Patience, (int)(2 * expected)));
            var result = curvature is null
                ? new Newton { MaxIterations = most, Tolerance = Tolerance }.Solve(objective, penalty, beta, passes.From(iterations), cancellation)
                : new Lbfgs { MaxIterations = most, Tolerance = Tolerance, Curvature = curvature }.Solve(objective, penalty, beta, passes.From(iterations), cancellation);
            passes.Add(result.Passes, rows);
            iterations += result.Iterations;
            if (isLast || result.Status != SolverStatus.IterationLimit || iterations >= MaxIterations)
                return result with
                {
                    Solver = "sampled-newton",
                    Iterations = iterations,
                    Passes = passes.Rounded,
                    Reason = string.Create(CultureInfo.InvariantCulture, $"the last sample had {(curvature is null ? rows : sampled)} rows; {result.Reason}"),
                };

            // 3. The sample was too small: a larger one, from here; in the end all rows.
            beta = result.Coefficients;
            sampled = Math.Min(rows, 4 * sampled);
            curvature = sampled >= rows / 2 ? null : CurvatureAt(objective.Sample(sampled), penalty, beta, passes);
        }
    }

    /// <summary>
    /// Moves <paramref name="beta"/> near the optimum of <paramref name="sample"/>, by way of smaller samples of it, and returns the
    /// factor of its Hessian there; null where it cannot be had.
    /// </summary>
    private static PackedCholesky? Curvature(ISubsampledObjective sample, ISmoothPenalty penalty, double[] beta, Passes passes, CancellationToken cancellation)
    {
        var tolerance = SampleTolerance / Math.Sqrt(sample.Rows);
        var rows = sample.Rows / Growth;
        var smaller = rows < SmallestSample || rows < RowsPerCoefficient * sample.Dimension ? null : sample.Sample(rows);
        // Whoever holds the rows may have no fewer to ask: each of many processes answers for one at least.
        if (!(smaller?.Rows < sample.Rows))
        {
            var smallest = sample.Dimension <= ManyCoefficients
                ? new Newton { MaxIterations = Patience, Tolerance = tolerance }.Solve(sample, penalty, beta, null, cancellation)
                : new Lbfgs { MaxIterations = 8 * Patience, Tolerance = tolerance }.Solve(sample, penalty, beta, null, cancellation);
            passes.Add(smallest.Passes, sample.Rows);
            Accept(smallest, beta);
        }
        else if (Curvature(smaller, penalty, beta, passes, cancellation) is { } curvature)
        {
            var steps = new Lbfgs { MaxIterations = Patience / 2, Tolerance = tolerance, Curvature = curvature }.Solve(sample, penalty, beta, null, cancellation);
            passes.Add(steps.Passes, sample.Rows);
            Accept(steps, beta);
        }
        return CurvatureAt(sample, penalty, beta, passes);
    }

    private static PackedCholesky? CurvatureAt(ISubsampledObjective sample, ISmoothPenalty penalty, double[] beta, Passes passes)
    {
        var n = sample.Dimension;
        var hessian = new double[PackedSymmetric.Length(n)];
        new PenalizedCurvedObjective("sampled-newton", sample, penalty, null).Evaluate(beta, new double[n], hessian);
        passes.Add(1, sample.Rows);
        return PackedCholesky.TryFactorInPlace(n, hessian, relativePivot: 1e-10);
    }

    private static void Accept(SolverResult result, double[] beta)
    {
        if (result.Status != SolverStatus.Diverged) result.Coefficients.CopyTo(beta, 0);
    }

    /// <summary>The rows that were visited, in passes over all of them, and the trace of the whole.</summary>
    private sealed class Passes(long rows, Action<IterationRecord>? trace)
    {
        private readonly long _started = Stopwatch.GetTimestamp();
        private double _passes;

        public int Rounded => (int)Math.Ceiling(_passes);

        public void Add(int evaluations, long ofRows) => _passes += (double)evaluations * ofRows / rows;

        public void TraceStart(ISubsampledObjective objective, ISmoothPenalty penalty, ReadOnlySpan<double> start)
        {
            if (trace is null) return;
            var f = new PenalizedObjective("sampled-newton", objective, penalty, trace: null);
            var gradient = new double[f.Dimension];
            var value = f.Evaluate(start, gradient);
            trace(new IterationRecord(0, value, VectorKernels.MaxAbs(gradient), 0, 0, Stopwatch.GetElapsedTime(_started).TotalSeconds, start.ToArray()));
        }

        /// <summary>A trace for a solver that goes on after so many iterations; only the first starts where nothing has been traced.</summary>
        public Action<IterationRecord>? From(int iterations)
        {
            if (trace is null) return null;
            var (passesBefore, secondsBefore) = (_passes, Stopwatch.GetElapsedTime(_started).TotalSeconds);
            return record =>
            {
                if (record.Iteration == 0 && iterations > 1) return;
                trace(record with
                {
                    Iteration = iterations + record.Iteration,
                    Passes = (int)Math.Ceiling(passesBefore + record.Passes),
                    Seconds = secondsBefore + record.Seconds,
                });
            };
        }
    }
}
