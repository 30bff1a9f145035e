using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Newton's method for a ridge on more columns than rows, in as many dimensions as there are rows. At the minimum the slopes are
/// b = (λF)⁻¹ Zᵀ a with one number a row, so all that is asked of the columns is K = Z (λF)⁻¹ Zᵀ, the products of the rows with each
/// other, made once (the representer theorem; Zhu and Hastie, Journal of Computational and Graphical Statistics 14, 2005).
/// </summary>
public sealed class DualNewton : ISolver<IRowObjective, Ridge>
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 100;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-10;

    private const int MaxHalvings = 40;
    private const double SufficientDecrease = 1e-4;

    /// <summary>The most iterations; 100 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the gradient is larger than this; 1e-10 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <inheritdoc/>
    /// <remarks>Starts from zero slopes and the given intercept. Without a trace, the columns are visited for K and at the end.</remarks>
    /// <exception cref="ArgumentException">The rows cannot be multiplied with each other, or some slope is not penalised.</exception>
    public SolverResult Solve(IRowObjective objective, Ridge penalty, ReadOnlySpan<double> start, Action<IterationRecord>? trace = null,
        CancellationToken cancellation = default)
    {
        var f = new PenalizedObjective("dual-newton", objective, penalty, trace);
        var inversePenalty = InversePenalty(objective, penalty);
        var products = new double[PackedSymmetric.Length(objective.Rows)];
        objective.RowProducts(inversePenalty, products);
        f.CountPass();
        var (here, there) = (new Point(objective.Rows), new Point(objective.Rows));
        here.Intercept = start[^1];
        here.Evaluate(objective, products);
        var (beta, gradient) = (new double[f.Dimension], new double[f.Dimension]);

        for (var iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            var isNear = here.IsNear(Tolerance);
            var isOver = iteration == MaxIterations || !double.IsFinite(here.Value);
            if (isNear || isOver || trace is not null)
            {
                // 1. Close enough? The gradient tells, by all columns; by the rows one can tell only that it is time to ask.
                here.Slopes(objective, inversePenalty, beta);
                var value = f.Evaluate(beta, gradient);
                f.Trace(iteration, value, gradient, iteration == 0 ? 0 : here.Step, beta);
                if (!double.IsFinite(value)) return f.Result(beta, SolverStatus.Diverged, iteration, value, gradient, "the objective left the range of doubles");
                if (VectorKernels.MaxAbs(gradient) <= Tolerance) return f.Result(beta, SolverStatus.Converged, iteration, value, gradient, "the gradient is within tolerance");
                if (isOver) return f.Result(beta, SolverStatus.IterationLimit, iteration, value, gradient, $"stopped after {iteration} iterations");
            }

            // 2. Where does the quadratic model have its minimum?
            var (multipliers, intercept) = here.Minimum(products);

            // 3. Go there, or as far in that direction as the objective falls.
            var slope = here.SlopeTowards(multipliers, intercept, products);
            for (there.Step = 1; ; there.Step /= 2)
            {
                there.Between(here, multipliers, intercept);
                there.Evaluate(objective, products);
                // Differences below the rounding of the objective itself say nothing.
                if (there.Value <= here.Value + SufficientDecrease * there.Step * slope + 1e-14 * Math.Abs(here.Value)) break;
                if (there.Step > 1.0 / (1L << MaxHalvings)) continue;
                here.Slopes(objective, inversePenalty, beta);
                var value = f.Evaluate(beta, gradient);
                return f.Result(beta, SolverStatus.IterationLimit, iteration, value, gradient, "no step improves the objective any more in double precision");
            }
            (here, there) = (there, here);
        }
    }

    private static double[] InversePenalty(IRowObjective objective, Ridge penalty)
    {
        var diagonal = new double[objective.Slopes];
        penalty.AddCurvature(new double[diagonal.Length], diagonal);
        for (var j = 0; j < diagonal.Length; j++) diagonal[j] = 1 / diagonal[j];
        return objective.HasRowProducts && Array.TrueForAll(diagonal, double.IsFinite) ? diagonal
            : throw new ArgumentException("The dual Newton method takes a dense design without factors, and a ridge penalty above 0 on every slope.");
    }

    /// <summary>Multipliers a and an intercept, with the answers of the rows at them.</summary>
    private sealed class Point(int rows)
    {
        private readonly double[] _multipliers = new double[rows];
        private readonly double[] _predictors = new double[rows];
        private readonly double[] _residual = new double[rows];
        private readonly double[] _curvature = new double[rows];

        public double Intercept { get; set; }

        public double Step { get; set; }

        /// <summary>Mean loss + ½ aᵀKa.</summary>
        public double Value { get; private set; }

        public void Evaluate(IRowObjective objective, double[] products)
        {
            PackedSymmetric.Multiply(products, _multipliers, _predictors);
            Value = objective.EvaluateByRow(_predictors, Intercept, _residual, _curvature) + 0.5 * VectorKernels.Dot(_multipliers, _predictors);
        }

        /// <summary>
        /// Whether the gradient may be within tolerance. It is Zᵀ(r + a) and Σr, and a column of standard deviation 1 has length √n;
        /// the bound this gives is far, so that it is taken a thousand times wider.
        /// </summary>
        public bool IsNear(double tolerance)
        {
            var sum = 0.0;
            for (var i = 0; i < rows; i++) sum += (_residual[i] + _multipliers[i]) * (_residual[i] + _multipliers[i]);
            return Math.Sqrt(sum * rows) <= 1000 * tolerance && Math.Abs(VectorKernels.Sum(_residual)) <= 1000 * tolerance;
        }

        /// <summary>The slopes (λF)⁻¹ Zᵀ a, and the intercept behind them.</summary>
        public void Slopes(IRowObjective objective, double[] inversePenalty, double[] beta)
        {
            var slopes = beta.AsSpan(0, inversePenalty.Length);
            objective.MultiplyTransposed(_multipliers, slopes);
            VectorKernels.Multiply(slopes, inversePenalty, slopes);
            beta[^1] = Intercept;
        }

        /// <summary>
        /// The minimum of the quadratic model: ((K + D⁻¹, 1), (1ᵀ, 0)) (a, b₀) = (Ka + b₀ − D⁻¹r, 0), by way of I + D^½ K D^½, whose
        /// eigenvalues are 1 or more.
        /// </summary>
        public (double[] Multipliers, double Intercept) Minimum(double[] products)
        {
            // A row whose curvature has vanished keeps a trace of it, so that there is something to divide by.
            var roots = Array.ConvertAll(_curvature, d => Math.Sqrt(Math.Max(d, 1e-300)));
            var inner = new double[products.Length];
            for (var i = 0; i < rows; i++)
            {
                var row = PackedSymmetric.Row(i);
                VectorKernels.Multiply(products.AsSpan(row, i + 1), roots.AsSpan(0, i + 1), inner.AsSpan(row, i + 1));
                VectorKernels.Scale(inner.AsSpan(row, i + 1), roots[i]);
                inner[row + i] += 1;
            }
            var factor = PackedCholesky.TryFactorInPlace(rows, inner) ?? throw new InvalidOperationException("A matrix of eigenvalues of 1 or more has no factor.");
            var (working, ones) = (new double[rows], roots.AsSpan().ToArray());
            for (var i = 0; i < rows; i++) working[i] = roots[i] * (_predictors[i] + Intercept) - _residual[i] / roots[i];
            factor.Solve(working);
            factor.Solve(ones);
            VectorKernels.Multiply(working, roots, working);
            VectorKernels.Multiply(ones, roots, ones);
            var intercept = VectorKernels.Sum(working) / VectorKernels.Sum(ones);
            VectorKernels.AddScaled(working, -intercept, ones);
            return (working, intercept);
        }

        public double SlopeTowards(double[] multipliers, double intercept, double[] products)
        {
            var (step, image) = (new double[rows], new double[rows]);
            for (var i = 0; i < rows; i++) step[i] = multipliers[i] - _multipliers[i];
            PackedSymmetric.Multiply(products, step, image);
            return VectorKernels.Dot(_residual, image) + VectorKernels.Dot(_multipliers, image) + VectorKernels.Sum(_residual) * (intercept - Intercept);
        }

        /// <summary>Goes <see cref="Step"/> of the way from a point to another.</summary>
        public void Between(Point from, double[] multipliers, double intercept)
        {
            for (var i = 0; i < rows; i++) _multipliers[i] = from._multipliers[i] + Step * (multipliers[i] - from._multipliers[i]);
            Intercept = from.Intercept + Step * (intercept - from.Intercept);
        }
    }
}
