using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// Truncated Newton (Dembo and Steihaug, Mathematical Programming 26, 1983; Lin, Weng and Keerthi, JMLR 9, 2008): each step is found by
/// conjugate gradients, preconditioned by the diagonal, only as exactly as it is worth so far from the minimum. Needs no matrix: for
/// many columns, and for sparse ones.
/// </summary>
public sealed class NewtonCg : ISolver<IHessianProductObjective, ISmoothPenalty>
{
    /// <summary>The most iterations unless set.</summary>
    public const int DefaultMaxIterations = 200;

    /// <summary>The tolerance unless set.</summary>
    public const double DefaultTolerance = 1e-8;

    // A step is found as exactly as the gradient has become small, and never less exactly than this: each step begins its search anew.
    private const double LeastExact = 0.1;

    // A step that comes so near the tolerance goes on to it: another product costs less than another step.
    private const double NearlyThere = 10;

    // The least part of a column's mean square that is taken to lie about its mean.
    private const double LeastSpread = 0.01;
    private const int StretchLength = 1 << 14;
    private const int MaxProducts = 2000;
    private const int MaxHalvings = 40;
    private const double SufficientDecrease = 1e-4;

    /// <summary>The most iterations; 200 unless set.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Converged when no entry of the gradient is larger than this; 1e-8 unless set.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <inheritdoc/>
    /// <remarks>A product with the Hessian counts as a pass.</remarks>
    public SolverResult Solve(IHessianProductObjective objective, ISmoothPenalty penalty, ReadOnlySpan<double> start,
        Action<IterationRecord>? trace = null, CancellationToken cancellation = default)
    {
        var f = new Objective(objective, penalty, trace);
        var (here, there) = (new Point(objective), new Point(objective));
        var direction = new double[f.Dimension];
        start.CopyTo(here.Beta);
        here.Evaluate(f);
        f.Trace(0, here.Value, here.Gradient, 0, here.Beta);
        var first = Norm(here.Gradient);

        for (var iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!double.IsFinite(here.Value)) return f.Result(here.Beta, SolverStatus.Diverged, iteration, here.Value, here.Gradient, "the objective left the range of doubles");
            if (VectorKernels.MaxAbs(here.Gradient) <= Tolerance) return f.Result(here.Beta, SolverStatus.Converged, iteration, here.Value, here.Gradient, "the gradient is within tolerance");
            if (iteration == MaxIterations) return f.Result(here.Beta, SolverStatus.IterationLimit, iteration, here.Value, here.Gradient, $"stopped after {iteration} iterations");

            // 1. Where does the quadratic model have its minimum, about? The nearer the end, the more exactly.
            var exactness = Math.Min(LeastExact, Norm(here.Gradient) / first);
            if (exactness * VectorKernels.MaxAbs(here.Gradient) <= NearlyThere * Tolerance) exactness = 0;
            f.Minimise(here, exactness, Tolerance / 2, direction, cancellation);

            // 2. Go there, or as far in that direction as the objective falls.
            var slope = VectorKernels.Dot(here.Gradient, direction);
            var step = LineSearch(f, here, there, direction, slope);
            if (step == 0)
                return f.Result(here.Beta, SolverStatus.IterationLimit, iteration, here.Value, here.Gradient, "no step improves the objective any more in double precision");
            (here, there) = (there, here);
            f.Trace(iteration + 1, here.Value, here.Gradient, step, here.Beta);
        }
    }

    private static double Norm(double[] vector) => Math.Sqrt(VectorKernels.Dot(vector, vector));

    private static double LineSearch(Objective f, Point here, Point there, double[] direction, double slope)
    {
        // Differences below the rounding of the objective itself say nothing.
        var rounding = 1e-14 * Math.Abs(here.Value);
        var step = 1.0;
        for (var halving = 0; halving < MaxHalvings; halving++, step /= 2)
        {
            here.Beta.CopyTo(there.Beta, 0);
            VectorKernels.AddScaled(there.Beta, step, direction);
            there.Evaluate(f);
            if (there.Value <= here.Value + SufficientDecrease * step * slope + rounding) return step;
        }
        return 0;
    }

    /// <summary>Coefficients with the answers of the rows at them.</summary>
    private sealed class Point(IHessianProductObjective objective)
    {
        public double[] Beta { get; } = new double[objective.Dimension];
        public double[] Gradient { get; } = new double[objective.Dimension];
        public double[] Curvature { get; } = new double[objective.CurvatureLength];
        public double Value { get; private set; }

        public void Evaluate(Objective f) => Value = f.Evaluate(Beta, Gradient, Curvature);
    }

    /// <summary>Objective plus penalty, with products of its Hessian.</summary>
    private sealed class Objective(IHessianProductObjective objective, ISmoothPenalty penalty, Action<IterationRecord>? trace) : PenalizedObjective("newton-cg", objective, penalty, trace)
    {
        private readonly double[] _residual = new double[objective.Dimension];
        private readonly double[] _search = new double[objective.Dimension];
        private readonly double[] _product = new double[objective.Dimension];
        private readonly double[] _penaltyCurvature = new double[objective.Dimension];
        private readonly double[] _inverse = new double[objective.Dimension];

        // The part of the inverse that is no diagonal: −factor·s sᵀ.
        private readonly double[] _shared = new double[objective.Dimension];
        private double _sharedFactor;

        // sᵀr.
        private double _sharedPart;

        // What stretches of the vectors sum up to.
        private readonly Sums[] _sums = new Sums[(objective.Dimension + StretchLength - 1) / StretchLength];

        // Taken at the start, for they change little on the way. Empty where there is nothing in common.
        private double[]? _means;

        public double Evaluate(double[] beta, double[] gradient, double[] curvature)
        {
            Passes++;
            return AddPenalty(objective.EvaluateWithCurvature(beta, gradient, curvature), beta, gradient);
        }

        /// <summary>Conjugate gradients on H d = −g, until the residual is a part of what it was, or nowhere larger than <paramref name="tolerance"/>.</summary>
        public void Minimise(Point at, double exactness, double tolerance, double[] direction, CancellationToken cancellation)
        {
            Precondition(at);
            Array.Clear(direction);
            for (var j = 0; j < _residual.Length; j++) _residual[j] = -at.Gradient[j];
            Array.Clear(_search);
            Array.Clear(_product);
            var (first, _) = Step(0, direction);
            Turn(0);
            var length = first;
            for (var k = 0; k < MaxProducts; k++)
            {
                cancellation.ThrowIfCancellationRequested();
                var bend = Multiply(at);
                // Flat to rounding: there is nothing to be learnt in this direction.
                if (!(bend > 0))
                {
                    if (k == 0) _search.CopyTo(direction, 0);
                    return;
                }
                var (next, largest) = Step(length / bend, direction);
                if (Math.Sqrt(next) <= exactness * Math.Sqrt(first) || largest <= tolerance) return;
                Turn(next / length);
                length = next;
            }
        }

        /// <summary>Goes a step along the search; returns rᵀM⁻¹r for the residual r that is left, and its largest entry.</summary>
        private (double Length, double Largest) Step(double step, double[] direction)
        {
            OverStretches((first, count) =>
            {
                var residual = _residual.AsSpan(first, count);
                VectorKernels.AddScaled(direction.AsSpan(first, count), step, _search.AsSpan(first, count));
                VectorKernels.AddScaled(residual, -step, _product.AsSpan(first, count));
                return new Sums(VectorKernels.SumOfSquares(residual, _inverse.AsSpan(first, count)), _sharedFactor > 0 ? VectorKernels.Dot(residual, _shared.AsSpan(first, count)) : 0, VectorKernels.MaxAbs(residual));
            });
            var (length, largest) = (0.0, 0.0);
            _sharedPart = 0;
            foreach (var own in _sums) (length, _sharedPart, largest) = (length + own.Product, _sharedPart + own.Shared, Math.Max(largest, own.Largest));
            return (length - _sharedFactor * _sharedPart * _sharedPart, largest);
        }

        /// <summary>Turns the search towards the preconditioned residual M⁻¹r.</summary>
        private void Turn(double before) => OverStretches((first, count) =>
        {
            var search = _search.AsSpan(first, count);
            VectorKernels.ScaleAndAdd(search, before, _inverse.AsSpan(first, count), _residual.AsSpan(first, count));
            if (_sharedPart != 0) VectorKernels.AddScaled(search, -_sharedFactor * _sharedPart, _shared.AsSpan(first, count));
            return default;
        });

        /// <summary>Multiplies the search by the Hessian; returns how much the objective bends along it.</summary>
        private double Multiply(Point at)
        {
            Passes++;
            objective.MultiplyHessian(at.Curvature, _search, _product);
            OverStretches((first, count) =>
            {
                var product = _product.AsSpan(first, count);
                VectorKernels.ScaleAndAdd(product, 1, _penaltyCurvature.AsSpan(first, count), _search.AsSpan(first, count));
                return new Sums(VectorKernels.Dot(_search.AsSpan(first, count), product));
            });
            var bend = 0.0;
            foreach (var own in _sums) bend += own.Product;
            return bend;
        }

        /// <summary>Does work for stretches of the vectors, which the cache holds: all that is to be done to one before the next, on several cores.</summary>
        private void OverStretches(Func<int, int, Sums> work) =>
            Cores.Each(_sums.Length, isWorthSeveral: _sums.Length > 1, threads: 0, k => _sums[k] = work(k * StretchLength, Math.Min(StretchLength, _residual.Length - k * StretchLength)));

        /// <summary>
        /// The inverse of what stands on the diagonal: the penalty exactly, the loss as for columns of mean square 1. Without an intercept, columns that do
        /// not lie about 0 have a direction in common, in which the loss bends many times as much as in any other; it goes into the preconditioner as
        /// D + d̄ m mᵀ with their means m (Sherman and Morrison, Annals of Mathematical Statistics 21, 1950).
        /// </summary>
        private void Precondition(Point at)
        {
            Array.Clear(_penaltyCurvature);
            Penalty.AddCurvature(at.Beta.AsSpan(0, objective.Slopes), _penaltyCurvature.AsSpan(0, objective.Slopes));
            var typical = Math.Max(objective.TypicalCurvature(at.Curvature), 1e-300);
            _means ??= objective is ICurvedMeans means && means.TryMeans(at.Curvature, _shared.AsSpan(0, objective.Slopes)) ? [.. _shared] : [];
            for (var j = 0; j < _inverse.Length; j++) _inverse[j] = 1 / (typical * (_means.Length == 0 ? 1 : Math.Max(LeastSpread, 1 - _means[j] * _means[j])) + _penaltyCurvature[j]);
            if (_means.Length == 0) return;
            VectorKernels.Multiply(_means, _inverse, _shared);
            _sharedFactor = 1 / (1 / typical + VectorKernels.Dot(_means, _shared));
        }

        /// <summary>What a stretch of the vectors adds to a product of two, and to that with what is in common; its largest entry.</summary>
        private readonly record struct Sums(double Product, double Shared = 0, double Largest = 0);
    }
}
