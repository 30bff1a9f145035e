using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Objectives;

/// <summary>
/// The mean loss of ordered classes where some columns have coefficients of their own at every threshold, logit P(Y ≤ k) = ζₖ − Z b − offset with bₖ for
/// those columns in b's place: what proportional odds are tested against (Peterson and Harrell, Applied Statistics 39, 1990). β has the shared
/// slopes, then the own slopes of one threshold after the other, then ζ.
/// </summary>
/// <remarks>It is ∞ where the boundaries of a row's class do not ascend, and convex elsewhere; a start must be inside.</remarks>
internal sealed class NonParallelObjective : ICurvedObjective
{
    private readonly IDesign _design;
    private readonly Response _response;
    private readonly Standardization _columns;
    private readonly RowRuns _runs;
    private readonly int _thresholds;

    // Where the coefficient of a column, or the threshold behind the last, stands for each threshold.
    private readonly int[][] _places;

    /// <summary>The objective of a design and the ordered classes of its rows.</summary>
    /// <param name="design">X, n × p.</param>
    /// <param name="response">The number of each row's class from 0, weights and offsets.</param>
    /// <param name="classes">K.</param>
    /// <param name="own">The columns with coefficients of their own at every threshold.</param>
    /// <param name="columns">The map from the columns of the design to those that β belongs to.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    public NonParallelObjective(IDesign design, Response response, int classes, IReadOnlyCollection<int> own, Standardization columns, int threads)
    {
        (_design, _response, _columns, _thresholds) = (design, response, columns, classes - 1);
        var p = design.Columns;
        int[] shared = [.. Enumerable.Range(0, p).Except(own)], apart = [.. own];
        Slopes = shared.Length + _thresholds * apart.Length;
        _places = [.. Enumerable.Range(0, _thresholds).Select(k => (int[])
        [
            .. Enumerable.Range(0, p).Select(j => Array.IndexOf(apart, j) is var place and >= 0 ? shared.Length + k * apart.Length + place : Array.IndexOf(shared, j)),
            Slopes + k,
        ])];
        _runs = RowRuns.All(design.Rows, design.NumbersPerRow, threads, RowRuns.Affordable(2 * _thresholds * PackedSymmetric.Length(p + 1)));
    }

    /// <inheritdoc/>
    public int Dimension => Slopes + _thresholds;

    /// <inheritdoc/>
    public int Slopes { get; }

    /// <summary>The coefficients at which the slopes of all thresholds are the same.</summary>
    /// <param name="slopes">The slopes, one a column.</param>
    /// <param name="thresholds">ζ.</param>
    public double[] Parallel(ReadOnlySpan<double> slopes, ReadOnlySpan<double> thresholds)
    {
        var beta = new double[Dimension];
        for (var k = 0; k < _thresholds; k++)
        {
            for (var j = 0; j < slopes.Length; j++) beta[_places[k][j]] = slopes[j];
            beta[_places[k][^1]] = thresholds[k];
        }
        return beta;
    }

    /// <summary>Whether the boundaries cross in some row, so that a class which is not the row's own would have a probability below 0.</summary>
    public bool Crosses(ReadOnlySpan<double> beta)
    {
        var (vectors, ends) = ToData(beta);
        return _runs.Compute(blocks => blocks.Any(block =>
        {
            var n = block.Count;
            var etas = new double[_thresholds * n];
            _design.MultiplyMany(block, _thresholds, vectors, etas);
            return Enumerable.Range(0, n).Any(i => Enumerable.Range(1, _thresholds - 1).Any(k => !(ends[k] - etas[k * n + i] > ends[k - 1] - etas[(k - 1) * n + i])));
        })).Contains(true);
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient) => Evaluate(beta, gradient, default);

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian)
    {
        var p = _design.Columns;
        var (vectors, ends) = ToData(beta);
        var isCurved = !packedHessian.IsEmpty;
        var parts = _runs.Compute(blocks => SumRun(blocks, vectors, ends, isCurved));
        var total = parts[0];
        foreach (var part in parts.AsSpan(1)) total.Add(part);
        gradient.Clear();
        packedHessian.Clear();
        for (var k = 0; k < _thresholds; k++)
        {
            double[] own = [.. total.Gradients.AsSpan(k * p, p), total.Ends[k]];
            _columns.GradientToScaled(own);
            for (var j = 0; j < p; j++) gradient[_places[k][j]] += own[j];
            gradient[_places[k][p]] -= own[p];
        }
        for (var k = 0; isCurved && k < _thresholds; k++)
        {
            _columns.HessianToScaled(total.Sides[k]);
            Place(total.Sides[k], 1, _places[k], _places[k], packedHessian);
            if (k == 0) continue;
            // The distance between two boundaries bends both of them, and each against the other.
            _columns.HessianToScaled(total.Distances[k]);
            Place(total.Distances[k], 1, _places[k], _places[k], packedHessian);
            Place(total.Distances[k], 1, _places[k - 1], _places[k - 1], packedHessian);
            Place(total.Distances[k], -1, _places[k], _places[k - 1], packedHessian);
            Place(total.Distances[k], -1, _places[k - 1], _places[k], packedHessian);
        }
        var mean = 1 / _response.TotalWeight;
        VectorKernels.Scale(gradient, mean);
        VectorKernels.Scale(packedHessian, mean);
        return total.Loss * mean;
    }

    /// <summary>The slopes of each threshold, one after the other, and the thresholds, for the columns as they are.</summary>
    private (double[] Vectors, double[] Ends) ToData(ReadOnlySpan<double> beta)
    {
        var p = _design.Columns;
        var (vectors, ends) = (new double[_thresholds * p], new double[_thresholds]);
        for (var k = 0; k < _thresholds; k++)
        {
            var scaled = new double[p + 1];
            for (var j = 0; j < p; j++) scaled[j] = beta[_places[k][j]];
            var data = _columns.ToData(scaled);
            data.AsSpan(0, p).CopyTo(vectors.AsSpan(k * p));
            ends[k] = beta[_places[k][p]] - data[p];
        }
        return (vectors, ends);
    }

    /// <summary>Adds second derivatives by the coefficients of two thresholds; a threshold has the other sign than slopes.</summary>
    private static void Place(double[] block, int sign, int[] rows, int[] columns, Span<double> packedHessian)
    {
        var p = rows.Length - 1;
        for (var i = 0; i <= p; i++)
            for (var j = 0; j <= p; j++)
                if (rows[i] >= columns[j]) packedHessian[PackedSymmetric.Index(rows[i], columns[j])] += (i == p) == (j == p) ? sign * block[PackedSymmetric.Index(i, j)] : -sign * block[PackedSymmetric.Index(i, j)];
    }

    private RunSums SumRun(ArraySegment<RowBlock> blocks, double[] vectors, double[] ends, bool isCurved)
    {
        var p = _design.Columns;
        var sums = new RunSums(p, _thresholds, isCurved);
        foreach (var block in blocks)
        {
            var n = block.Count;
            var (etas, boundaries, slopes, bends) = (new double[_thresholds * n], new double[2 * n], new double[2 * n], new double[2 * n]);
            var (sides, distances) = (new double[_thresholds * n], new double[_thresholds * n]);
            _design.MultiplyMany(block, _thresholds, vectors, etas);
            for (var k = 0; k < _thresholds; k++) _response.AddOffsets(block, 0, etas.AsSpan(k * n, n));
            var y = _response.Values.Span.Slice(block.Start, n);
            for (var i = 0; i < n; i++)
            {
                var k = (int)y[i];
                boundaries[i] = k < _thresholds ? ends[k] - etas[k * n + i] : CumulativeLogit.Unbounded;
                boundaries[n + i] = k > 0 ? ends[k - 1] - etas[(k - 1) * n + i] : -CumulativeLogit.Unbounded;
            }
            sums.Loss += CumulativeLogit.Evaluate(_response.WeightsOf(block), boundaries, slopes, bends);
            Array.Clear(etas);
            for (var i = 0; i < n; i++)
            {
                var (k, weight) = ((int)y[i], _response.WeightOf(block.Start + i));
                if (weight == 0) continue;
                if (k > 0 && k < _thresholds)
                {
                    var (loss, slope, bend) = CumulativeLogit.Distance(boundaries[i] - boundaries[n + i]);
                    sums.Loss += weight * loss;
                    slopes[i] += weight * slope;
                    slopes[n + i] -= weight * slope;
                    distances[k * n + i] = weight * bend;
                }
                // The predictor is taken off the boundary.
                if (k < _thresholds) (etas[k * n + i], sides[k * n + i]) = (-slopes[i], bends[i]);
                if (k > 0) (etas[(k - 1) * n + i], sides[(k - 1) * n + i]) = (-slopes[n + i], bends[n + i]);
            }
            _design.AddTransposedMany(block, _thresholds, etas, sums.Gradients);
            for (var k = 0; k < _thresholds; k++)
            {
                sums.Ends[k] += VectorKernels.Sum(etas.AsSpan(k * n, n));
                if (!isCurved) continue;
                _design.AddCurvature(block, sides.AsSpan(k * n, n), sums.Sides[k]);
                if (k > 0) _design.AddCurvature(block, distances.AsSpan(k * n, n), sums.Distances[k]);
            }
        }
        return sums;
    }

    private sealed class RunSums(int columns, int thresholds, bool isCurved)
    {
        private readonly int _length = isCurved ? PackedSymmetric.Length(columns + 1) : 0;

        public double Loss { get; set; }
        public double[] Gradients { get; } = new double[thresholds * columns];
        public double[] Ends { get; } = new double[thresholds];
        public double[][] Sides => field ??= [.. Enumerable.Range(0, thresholds).Select(_ => new double[_length])];
        public double[][] Distances => field ??= [.. Enumerable.Range(0, thresholds).Select(_ => new double[_length])];

        public void Add(RunSums other)
        {
            Loss += other.Loss;
            VectorKernels.Add(Gradients, other.Gradients);
            VectorKernels.Add(Ends, other.Ends);
            for (var k = 0; k < thresholds; k++)
            {
                VectorKernels.Add(Sides[k], other.Sides[k]);
                VectorKernels.Add(Distances[k], other.Distances[k]);
            }
        }
    }
}
