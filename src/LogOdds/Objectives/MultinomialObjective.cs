using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Objectives;

/// <summary>
/// The mean softmax loss of K classes, F(β) = 1/Σw · Σᵢ wᵢ·(ln Σₖ e^ηᵢₖ − ηᵢ,yᵢ) with ηₖ = Z bₖ + b₀ₖ. β has the slopes of the first class, those
/// of the next, …, and behind all slopes the intercepts.
/// </summary>
/// <remarks>
/// In the reference coding class 0 has η = 0 and the others have coefficients, K − 1 vectors of them: at the maximum of the likelihood they are
/// determined. In the symmetric coding every class has coefficients and a penalty determines the slopes; intercepts, which no penalty
/// acts on, matter by their differences alone, and (Σₖ b₀ₖ)²/(2K) is added, which is 0 at the answer and holds their sum at 0.
/// Rows are walked as in <see cref="LinearObjective"/>; results do not depend on the number of threads.
/// </remarks>
public sealed class MultinomialObjective : IBlockObjective
{
    private readonly IDesign _design;
    private readonly Response _response;
    private readonly Standardization _columns;
    private readonly int _classes;
    private readonly int _first;
    private readonly int _vectors;
    private readonly bool _hasIntercept;
    private readonly int _threads;
    private readonly int _sampled;
    private readonly RowRuns _runs;
    private readonly double _totalWeight;

    /// <summary>The objective of a design and the classes of its rows.</summary>
    /// <param name="design">X, n × p.</param>
    /// <param name="response">The number of each row's class, from 0 to K − 1, and weights; offsets would add the same to every class.</param>
    /// <param name="classes">K, 2 or more.</param>
    /// <param name="isSymmetric">Whether every class has coefficients; else class 0 is the reference.</param>
    /// <param name="columns">The map from the columns of the design to those that β belongs to; null for the columns as they are.</param>
    /// <param name="threads">How many cores to use at most; 0 for all. It never changes the result.</param>
    /// <param name="hasIntercept">Whether there are intercepts; without, they are held at 0 as in <see cref="LinearObjective"/>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, there are offsets, or columns are moved in a model without intercept.</exception>
    public MultinomialObjective(IDesign design, Response response, int classes, bool isSymmetric, Standardization? columns = null, int threads = 0, bool hasIntercept = true)
        : this(design, response, classes, isSymmetric, columns ?? Standardization.Identity(design.Columns), threads, hasIntercept, design.Rows)
    {
    }

    private MultinomialObjective(IDesign design, Response response, int classes, bool isSymmetric, Standardization columns, int threads, bool hasIntercept, int sampled)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (!response.Offsets.IsEmpty) throw new ArgumentException("An offset adds the same to every class, which changes nothing.", nameof(response));
        if (!hasIntercept && columns.IsMoved) throw new ArgumentException("Without an intercept, columns cannot be moved.", nameof(columns));
        if (design.Rows != response.Values.Length) throw new ArgumentException($"The design has {design.Rows} rows, the response {response.Values.Length}.", nameof(response));
        if (design.Columns != columns.Scales.Count) throw new ArgumentException($"The design has {design.Columns} columns, the map {columns.Scales.Count}.", nameof(columns));
        (_design, _response, _classes, _columns, _threads, _hasIntercept, _sampled) = (design, response, classes, columns, threads, hasIntercept, sampled);
        (_first, _vectors) = isSymmetric ? (0, classes) : (1, classes - 1);
        var p = design.Columns;
        Blocks = [.. Enumerable.Range(0, _vectors).Select(v => (int[])[.. Enumerable.Range(v * p, p), _vectors * p + v])];
        _runs = Runs(RowRuns.Affordable(Dimension));
        Rows = _runs.Rows;
        _totalWeight = Rows == design.Rows ? response.TotalWeight : _runs.Compute(blocks => blocks.Sum(block => response.WeightOf(block))).Sum();
    }

    /// <inheritdoc/>
    public int Dimension => _vectors * (_design.Columns + 1);

    /// <inheritdoc/>
    public int Slopes => _vectors * _design.Columns;

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int[]> Blocks { get; }

    /// <inheritdoc/>
    public bool IsOfDifferences => _first == 0;

    /// <inheritdoc/>
    public IBlockObjective Sample(int rows) => new MultinomialObjective(_design, _response, _classes, IsOfDifferences, _columns, _threads, _hasIntercept, Math.Min(rows, Rows));

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient) => Evaluate(beta, gradient, default);

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian)
    {
        var sums = Sum(beta, packedHessian.IsEmpty ? [] : [.. Pairs()]);
        gradient.Clear();
        packedHessian.Clear();
        for (var v = 0; v < _vectors; v++) Place(sums.Gradients[v], Blocks[v], gradient);
        foreach (var (pair, hessian) in sums.Hessians) Place(hessian, Blocks[pair.Row], Blocks[pair.Column], packedHessian);
        return sums.Loss + AddSumOfIntercepts(beta, gradient, packedHessian);
    }

    /// <inheritdoc/>
    public double[][] EvaluateBlocks(ReadOnlySpan<double> beta)
    {
        // At 0 all classes are alike.
        var isAlike = !beta.ContainsAnyExcept(0);
        var sums = Sum(beta, [.. Enumerable.Range(0, isAlike ? 1 : _vectors).Select(v => (v, v))]);
        if (IsOfDifferences && _hasIntercept)
            foreach (var (_, hessian) in sums.Hessians) hessian[^1] += 1.0 / _classes;
        return isAlike ? [.. Enumerable.Range(0, _vectors).Select(_ => sums.Hessians[0].Hessian)] : [.. sums.Hessians.Select(block => block.Hessian)];
    }

    private IEnumerable<(int Row, int Column)> Pairs() => Enumerable.Range(0, _vectors).SelectMany(row => Enumerable.Range(0, row + 1).Select(column => (row, column)));

    private RowRuns Runs(int most) => _sampled == _design.Rows
        ? RowRuns.All(_design.Rows, _design.NumbersPerRow, _threads, most)
        : RowRuns.Sample(_design.Rows, _sampled, _design.NumbersPerRow, _threads, most);

    /// <summary>The mean loss, its gradient by vectors, and its second derivatives by pairs of vectors, on the scale that is fitted.</summary>
    private (double Loss, double[][] Gradients, ((int Row, int Column) Pair, double[] Hessian)[] Hessians) Sum(ReadOnlySpan<double> beta, (int Row, int Column)[] pairs)
    {
        var (p, length) = (_design.Columns, PackedSymmetric.Length(_design.Columns + 1));
        var (slopes, intercepts) = ToData(beta);
        var runs = pairs.Length == 0 ? _runs : Runs(RowRuns.Affordable(checked(pairs.Length * length)));
        var parts = runs.Compute(blocks => SumRun(blocks, runs.BlockRows, slopes, intercepts, pairs));
        var total = parts[0];
        foreach (var part in parts.AsSpan(1)) total.Add(part);
        var mean = 1 / _totalWeight;
        var gradients = Enumerable.Range(0, _vectors).Select(v =>
        {
            double[] gradient = [.. total.Slopes.AsSpan(v * p, p), total.Intercepts[v]];
            VectorKernels.Scale(gradient, mean);
            _columns.GradientToScaled(gradient);
            if (!_hasIntercept) gradient[p] = 0;
            return gradient;
        }).ToArray();
        for (var k = 0; k < pairs.Length; k++)
        {
            var hessian = total.Hessians[k];
            VectorKernels.Scale(hessian, mean);
            _columns.HessianToScaled(hessian);
            if (_hasIntercept) continue;
            hessian.AsSpan(PackedSymmetric.Row(p)).Clear();
            hessian[^1] = pairs[k].Row == pairs[k].Column ? 1 : 0;
        }
        return (total.Loss * mean, gradients, [.. pairs.Zip(total.Hessians)]);
    }

    private RunSums SumRun(ArraySegment<RowBlock> blocks, int blockRows, double[] slopes, double[] intercepts, (int Row, int Column)[] pairs)
    {
        var sums = new RunSums(slopes.Length, _vectors, pairs.Length, PackedSymmetric.Length(_design.Columns + 1));
        var scratch = new double[3 * _classes * blockRows];
        var curvature = new double[pairs.Length == 0 ? 0 : blockRows];
        foreach (var block in blocks)
        {
            var n = block.Count;
            var etas = scratch.AsSpan(0, _classes * n);
            var mus = scratch.AsSpan(_classes * n, _classes * n);
            var residuals = scratch.AsSpan(2 * _classes * n, _classes * n);
            etas[..(_first * n)].Clear();
            _design.MultiplyMany(block, _vectors, slopes, etas[(_first * n)..]);
            for (var v = 0; v < _vectors; v++) VectorKernels.AddConstant(etas.Slice((_first + v) * n, n), intercepts[v]);
            var weights = _response.WeightsOf(block);
            sums.Loss += Softmax.Evaluate(_classes, _response.Values.Span.Slice(block.Start, n), weights, etas, mus, residuals);
            _design.AddTransposedMany(block, _vectors, residuals[(_first * n)..], sums.Slopes);
            for (var v = 0; v < _vectors; v++) sums.Intercepts[v] += VectorKernels.Sum(residuals.Slice((_first + v) * n, n));
            for (var k = 0; k < pairs.Length; k++)
            {
                Curvature(pairs[k].Row + _first, pairs[k].Column + _first, mus, weights, curvature.AsSpan(0, n));
                _design.AddCurvature(block, curvature.AsSpan(0, n), sums.Hessians[k]);
            }
        }
        return sums;
    }

    /// <summary>∂²ℓ/∂ηₖ∂ηₗ = −μₖμₗ for k ≠ l; for k = l what makes the sum over l 0, without a difference from 1.</summary>
    private void Curvature(int k, int l, ReadOnlySpan<double> mus, ReadOnlySpan<double> weights, Span<double> curvature)
    {
        var n = curvature.Length;
        if (k != l)
        {
            VectorKernels.Multiply(mus.Slice(k * n, n), mus.Slice(l * n, n), curvature);
            VectorKernels.Scale(curvature, -1);
        }
        else
        {
            curvature.Clear();
            for (var other = 0; other < _classes; other++)
                if (other != k) VectorKernels.Add(curvature, mus.Slice(other * n, n));
            VectorKernels.Multiply(curvature, mus.Slice(k * n, n), curvature);
        }
        if (!weights.IsEmpty) VectorKernels.Multiply(curvature, weights, curvature);
    }

    private (double[] Slopes, double[] Intercepts) ToData(ReadOnlySpan<double> beta)
    {
        var p = _design.Columns;
        var (slopes, intercepts) = (new double[Slopes], new double[_vectors]);
        for (var v = 0; v < _vectors; v++)
        {
            var data = _columns.ToData([.. beta.Slice(v * p, p), beta[Slopes + v]]);
            data.AsSpan(0, p).CopyTo(slopes.AsSpan(v * p));
            intercepts[v] = data[p];
        }
        return (slopes, intercepts);
    }

    private double AddSumOfIntercepts(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian)
    {
        if (!IsOfDifferences || !_hasIntercept) return 0;
        var sum = 0.0;
        foreach (var intercept in beta[Slopes..]) sum += intercept;
        for (var k = Slopes; k < Dimension; k++)
        {
            gradient[k] += sum / _classes;
            if (packedHessian.IsEmpty) continue;
            for (var l = Slopes; l <= k; l++) packedHessian[PackedSymmetric.Index(k, l)] += 1.0 / _classes;
        }
        return sum * sum / (2 * _classes);
    }

    private static void Place(double[] values, int[] places, Span<double> target)
    {
        for (var j = 0; j < values.Length; j++) target[places[j]] = values[j];
    }

    /// <summary>Puts a symmetric matrix of second derivatives by the coefficients of two vectors where they stand in the whole.</summary>
    private static void Place(double[] block, int[] rows, int[] columns, Span<double> packedHessian)
    {
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < (ReferenceEquals(rows, columns) ? i + 1 : columns.Length); j++)
                packedHessian[PackedSymmetric.Index(rows[i], columns[j])] = block[PackedSymmetric.Index(i, j)];
    }

    private sealed class RunSums(int slopes, int vectors, int pairs, int length)
    {
        public double Loss { get; set; }
        public double[] Slopes { get; } = new double[slopes];
        public double[] Intercepts { get; } = new double[vectors];
        public double[][] Hessians { get; } = [.. Enumerable.Range(0, pairs).Select(_ => new double[length])];

        public void Add(RunSums other)
        {
            Loss += other.Loss;
            VectorKernels.Add(Slopes, other.Slopes);
            VectorKernels.Add(Intercepts, other.Intercepts);
            for (var k = 0; k < Hessians.Length; k++) VectorKernels.Add(Hessians[k], other.Hessians[k]);
        }
    }
}
