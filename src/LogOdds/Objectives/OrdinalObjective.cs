using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Objectives;

/// <summary>
/// The mean loss of proportional odds for K ordered classes: logit P(Y ≤ k) = ζₖ − Z b − offset with ζ₁ &lt; … &lt; ζ_(K−1) (McCullagh, Journal of
/// the Royal Statistical Society B 42, 1980). β has the slopes b, then ζ as it differs from <see cref="NullThresholds"/>.
/// </summary>
/// <remarks>
/// The loss is convex in b and ζ together where thresholds ascend and ∞ elsewhere (Pratt, Journal of the American Statistical Association
/// 76, 1981), so a line search alone keeps them in order. Measured from the thresholds of the model without columns, which always ascend,
/// they may start at 0.
/// </remarks>
public sealed class OrdinalObjective : ICurvedObjective
{
    private readonly IDesign _design;
    private readonly Response _response;
    private readonly Standardization _columns;
    private readonly RowRuns _runs;
    private readonly double[] _weightOf;
    private readonly int _classes;

    /// <summary>The objective of a design and the ordered classes of its rows.</summary>
    /// <param name="design">X, n × p.</param>
    /// <param name="response">The number of each row's class, from 0 to K − 1 in their order, weights and offsets.</param>
    /// <param name="classes">K, 2 or more, each with rows of weight above 0.</param>
    /// <param name="columns">The map from the columns of the design to those that β belongs to; null for the columns as they are.</param>
    /// <param name="threads">How many cores to use at most; 0 for all. It never changes the result.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a class has no rows.</exception>
    public OrdinalObjective(IDesign design, Response response, int classes, Standardization? columns = null, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (design.Rows != response.Values.Length) throw new ArgumentException($"The design has {design.Rows} rows, the response {response.Values.Length}.", nameof(response));
        (_design, _response, _classes, _columns) = (design, response, classes, columns ?? Standardization.Identity(design.Columns));
        if (design.Columns != _columns.Scales.Count) throw new ArgumentException($"The design has {design.Columns} columns, the map {_columns.Scales.Count}.", nameof(columns));
        _runs = RowRuns.All(design.Rows, design.NumbersPerRow, threads, RowRuns.Affordable(PackedSymmetric.Length(Dimension)));
        _weightOf = new double[classes];
        for (var i = 0; i < design.Rows; i++) _weightOf[(int)response.Values.Span[i]] += response.WeightOf(i);
        if (!_weightOf.All(weight => weight > 0)) throw new ArgumentException("A class has no rows of weight above 0.", nameof(response));
        NullThresholds = [.. Enumerable.Range(1, classes - 1).Select(k => Math.Log(_weightOf[..k].Sum() / _weightOf[k..].Sum()))];
    }

    /// <summary>The thresholds of the model without columns: the log-odds of the classes up to each against those above it.</summary>
    public IReadOnlyList<double> NullThresholds { get; }

    /// <inheritdoc/>
    public int Dimension => _design.Columns + _classes - 1;

    /// <inheritdoc/>
    public int Slopes => _design.Columns;

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient) => Evaluate(beta, gradient, default);

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian)
    {
        var (p, isCurved) = (_design.Columns, !packedHessian.IsEmpty);
        gradient.Clear();
        packedHessian.Clear();
        // With the columns moved, the predictor has a constant of its own.
        var coefficients = _columns.ToData([.. beta[..p], 0]);
        var thresholds = new double[_classes - 1];
        for (var k = 0; k < thresholds.Length; k++) thresholds[k] = NullThresholds[k] + beta[p + k];
        var loss = AddDistances(thresholds, gradient, packedHessian);
        if (double.IsInfinity(loss)) return loss;

        var parts = _runs.Compute(blocks => SumRun(blocks, coefficients, thresholds, isCurved));
        var total = parts[0];
        foreach (var part in parts.AsSpan(1)) total.Add(part);
        loss += total.Loss;
        _columns.GradientToScaled(total.Gradient);
        VectorKernels.Add(gradient[..p], total.Gradient.AsSpan(0, p));
        VectorKernels.Add(gradient[p..], total.Thresholds);
        if (isCurved)
        {
            _columns.HessianToScaled(total.Hessian);
            var own = PackedSymmetric.Length(p);
            VectorKernels.Add(packedHessian[..own], total.Hessian.AsSpan(0, own));
            for (var k = 0; k < thresholds.Length; k++)
            {
                var cross = total.Crosses.AsSpan(k * (p + 1), p + 1);
                packedHessian[PackedSymmetric.Index(p + k, p + k)] += cross[p];
                _columns.GradientToScaled(cross);
                for (var j = 0; j < p; j++) packedHessian[PackedSymmetric.Index(p + k, j)] -= cross[j];
            }
        }
        var mean = 1 / _response.TotalWeight;
        VectorKernels.Scale(gradient, mean);
        VectorKernels.Scale(packedHessian, mean);
        return loss * mean;
    }

    /// <summary>What the distances of the thresholds add, which is the same for all rows of a class between two.</summary>
    private double AddDistances(double[] thresholds, Span<double> gradient, Span<double> packedHessian)
    {
        var (loss, p) = (0.0, _design.Columns);
        for (var k = 1; k < thresholds.Length; k++)
        {
            var (distance, slope, bend) = CumulativeLogit.Distance(thresholds[k] - thresholds[k - 1]);
            loss += _weightOf[k] * distance;
            gradient[p + k] += _weightOf[k] * slope;
            gradient[p + k - 1] -= _weightOf[k] * slope;
            if (packedHessian.IsEmpty) continue;
            packedHessian[PackedSymmetric.Index(p + k, p + k)] += _weightOf[k] * bend;
            packedHessian[PackedSymmetric.Index(p + k - 1, p + k - 1)] += _weightOf[k] * bend;
            packedHessian[PackedSymmetric.Index(p + k, p + k - 1)] -= _weightOf[k] * bend;
        }
        return loss;
    }

    private RunSums SumRun(ArraySegment<RowBlock> blocks, double[] coefficients, double[] thresholds, bool isCurved)
    {
        var (p, length) = (_design.Columns, _runs.BlockRows);
        var sums = new RunSums(p, thresholds.Length, isCurved);
        var scratch = new double[7 * length];
        var own = new double[isCurved ? thresholds.Length * length : 0];
        foreach (var block in blocks)
        {
            var n = block.Count;
            var eta = scratch.AsSpan(0, n);
            var boundaries = scratch.AsSpan(length, 2 * n);
            var slopes = scratch.AsSpan(3 * length, 2 * n);
            var bends = isCurved ? scratch.AsSpan(5 * length, 2 * n) : default;
            _design.Multiply(block, coefficients.AsSpan(0, p), eta);
            _response.AddOffsets(block, coefficients[p], eta);
            var y = _response.Values.Span.Slice(block.Start, n);
            for (var i = 0; i < n; i++)
            {
                var k = (int)y[i];
                boundaries[i] = k < thresholds.Length ? thresholds[k] - eta[i] : CumulativeLogit.Unbounded;
                boundaries[n + i] = k > 0 ? thresholds[k - 1] - eta[i] : -CumulativeLogit.Unbounded;
            }
            sums.Loss += CumulativeLogit.Evaluate(_response.WeightsOf(block), boundaries, slopes, bends);
            for (var i = 0; i < n; i++)
            {
                var k = (int)y[i];
                if (k < thresholds.Length) sums.Thresholds[k] += slopes[i];
                if (k > 0) sums.Thresholds[k - 1] += slopes[n + i];
                eta[i] = -(slopes[i] + slopes[n + i]);
            }
            _design.AddTransposed(block, eta, sums.Gradient.AsSpan(0, p));
            sums.Gradient[p] += VectorKernels.Sum(eta);
            if (!isCurved) continue;

            // The curvature that each threshold has from the rows on both its sides, and all of them together.
            var byThreshold = own.AsSpan(0, thresholds.Length * n);
            byThreshold.Clear();
            for (var i = 0; i < n; i++)
            {
                var k = (int)y[i];
                if (k < thresholds.Length) byThreshold[k * n + i] = bends[i];
                if (k > 0) byThreshold[(k - 1) * n + i] = bends[n + i];
                eta[i] = bends[i] + bends[n + i];
            }
            _design.AddCurvature(block, eta, sums.Hessian);
            for (var k = 0; k < thresholds.Length; k++)
            {
                var bend = byThreshold.Slice(k * n, n);
                var cross = sums.Crosses.AsSpan(k * (p + 1), p + 1);
                _design.AddTransposed(block, bend, cross[..p]);
                cross[p] += VectorKernels.Sum(bend);
            }
        }
        return sums;
    }

    private sealed class RunSums(int columns, int thresholds, bool isCurved)
    {
        public double Loss { get; set; }
        public double[] Gradient { get; } = new double[columns + 1];
        public double[] Thresholds { get; } = new double[thresholds];
        public double[] Hessian { get; } = new double[isCurved ? PackedSymmetric.Length(columns + 1) : 0];
        public double[] Crosses { get; } = new double[isCurved ? thresholds * (columns + 1) : 0];

        public void Add(RunSums other)
        {
            Loss += other.Loss;
            VectorKernels.Add(Gradient, other.Gradient);
            VectorKernels.Add(Thresholds, other.Thresholds);
            VectorKernels.Add(Hessian, other.Hessian);
            VectorKernels.Add(Crosses, other.Crosses);
        }
    }
}
