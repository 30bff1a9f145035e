using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Newton's method for a ridge penalty on more columns than rows. The Hessian λF + Zᵀ D Z is a diagonal and a matrix of rank n, so
/// its inverse asks for an n×n factor only (Woodbury's identity; Golub and Van Loan, Matrix Computations, 2013, section 2.1.4); the
/// products of the rows with each other are made once.
/// </summary>
public sealed class DualNewton : ISolver<IRowObjective, Ridge>
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 100;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-10;

    // The passes that a solution of the Newton system takes: two there and back, and half a one for the intercept's border.
    internal const int PassesToSolve = 3;

    private const int MaxHalvings = 40;
    private const double SufficientDecrease = 1e-4;

    /// <summary>The most iterations; 100 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the gradient is larger than this; 1e-10 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The rows cannot be multiplied with each other, or some slope is not penalised.</exception>
    public SolverResult Solve(IRowObjective objective, Ridge penalty, ReadOnlySpan<double> start, Action<IterationRecord>? trace = null,
        CancellationToken cancellation = default)
    {
        var system = new WideSystem(objective, penalty);
        var f = new PenalizedObjective("dual-newton", objective, penalty, trace);
        var (beta, trial) = (start.ToArray(), new double[f.Dimension]);
        var (gradient, direction) = (new double[f.Dimension], new double[f.Dimension]);
        var value = f.EvaluateByRow(objective, beta, gradient, system.Curvature);
        f.Trace(0, value, gradient, 0, beta);

        for (var iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();

            // 1. Close enough?
            if (!double.IsFinite(value)) return f.Result(beta, SolverStatus.Diverged, iteration, value, gradient, "the objective left the range of doubles");
            if (VectorKernels.MaxAbs(gradient) <= Tolerance) return f.Result(beta, SolverStatus.Converged, iteration, value, gradient, "the gradient is within tolerance");
            if (iteration == MaxIterations) return f.Result(beta, SolverStatus.IterationLimit, iteration, value, gradient, $"stopped after {iteration} iterations");

            // 2. Where does the quadratic model have its minimum?
            for (var j = 0; j < direction.Length; j++) direction[j] = -gradient[j];
            system.Solve(direction);
            for (var pass = 0; pass < PassesToSolve; pass++) f.CountPass();
            var slope = VectorKernels.Dot(gradient, direction);

            // 3. Go there, or as far in that direction as the objective falls.
            var (step, next) = (1.0, value);
            for (var halving = 0; ; halving++, step /= 2)
            {
                if (halving == MaxHalvings) return f.Result(beta, SolverStatus.IterationLimit, iteration, value, gradient, "no step improves the objective any more in double precision");
                beta.CopyTo(trial, 0);
                VectorKernels.AddScaled(trial, step, direction);
                next = f.EvaluateByRow(objective, trial, gradient, system.Curvature);
                // Differences below the rounding of the objective itself say nothing.
                if (next <= value + SufficientDecrease * step * slope + 1e-14 * Math.Abs(value)) break;
            }
            (beta, trial, value) = (trial, beta, next);
            f.Trace(iteration + 1, value, gradient, step, beta);
        }
    }

    /// <summary>The Newton system of slopes and intercept, ((λF + ZᵀDZ, ZᵀD1), (1ᵀDZ, 1ᵀD1)), solved in n dimensions.</summary>
    private sealed class WideSystem
    {
        private readonly IRowObjective _objective;
        private readonly double[] _inversePenalty;
        private readonly double[] _products;

        public WideSystem(IRowObjective objective, Ridge penalty)
        {
            _objective = objective;
            Curvature = new double[objective.Rows];
            _inversePenalty = new double[objective.Slopes];
            penalty.AddCurvature(new double[_inversePenalty.Length], _inversePenalty);
            for (var j = 0; j < _inversePenalty.Length; j++) _inversePenalty[j] = 1 / _inversePenalty[j];
            if (!objective.HasRowProducts || !Array.TrueForAll(_inversePenalty, double.IsFinite))
                throw new ArgumentException("The dual Newton method takes a dense design without factors, and a ridge penalty above 0 on every slope.");
            _products = new double[PackedSymmetric.Length(objective.Rows)];
            objective.RowProducts(_inversePenalty, _products);
        }

        /// <summary>D: the curvature of each row, where the coefficients are.</summary>
        public double[] Curvature { get; }

        /// <summary>Overwrites <paramref name="vector"/> with the inverse of the Hessian times it.</summary>
        public void Solve(Span<double> vector)
        {
            var (n, p) = (Curvature.Length, _inversePenalty.Length);
            var roots = Array.ConvertAll(Curvature, Math.Sqrt);
            // I + D^½ Z (λF)⁻¹ Zᵀ D^½: its smallest eigenvalue is 1 or more, so the factor is never in doubt.
            var inner = new double[_products.Length];
            for (var i = 0; i < n; i++)
            {
                var row = PackedSymmetric.Row(i);
                for (var k = 0; k <= i; k++) inner[row + k] = roots[i] * roots[k] * _products[row + k];
                inner[row + i] += 1;
            }
            var factor = PackedCholesky.TryFactorInPlace(n, inner) ?? throw new InvalidOperationException("A matrix of eigenvalues of 1 or more has no factor.");

            var border = new double[p];
            _objective.MultiplyTransposed(Curvature, border);
            var (solved, solvedBorder) = (vector[..p].ToArray(), border.ToArray());
            SolveSlopes(solved, roots, factor);
            SolveSlopes(solvedBorder, roots, factor);
            var complement = VectorKernels.Sum(Curvature) - VectorKernels.Dot(border, solvedBorder);
            var intercept = (vector[^1] - VectorKernels.Dot(border, solved)) / complement;
            solved.CopyTo(vector);
            VectorKernels.AddScaled(vector[..p], -intercept, solvedBorder);
            vector[^1] = intercept;
        }

        // (λF + ZᵀDZ)⁻¹ v = u − (λF)⁻¹ Zᵀ D^½ (I + D^½ Z (λF)⁻¹ Zᵀ D^½)⁻¹ D^½ Z u with u = (λF)⁻¹ v.
        private void SolveSlopes(double[] vector, double[] roots, PackedCholesky factor)
        {
            VectorKernels.Multiply(vector, _inversePenalty, vector);
            var (rows, correction) = (new double[roots.Length], new double[vector.Length]);
            _objective.Multiply(vector, rows);
            VectorKernels.Multiply(rows, roots, rows);
            factor.Solve(rows);
            VectorKernels.Multiply(rows, roots, rows);
            _objective.MultiplyTransposed(rows, correction);
            VectorKernels.Multiply(correction, _inversePenalty, correction);
            VectorKernels.AddScaled(vector, -1, correction);
        }
    }
}
