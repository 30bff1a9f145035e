using System.Buffers;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Objectives;

/// <summary>
/// The mean loss of a linear predictor, F(β) = 1/Σw · Σᵢ wᵢ ℓ(yᵢ, ηᵢ) with η = Z b + b₀ + offset and β = (b, b₀), where Z are the
/// columns of the design on the scale that is fitted.
/// </summary>
/// <remarks>
/// The rows are walked in blocks that fit the cache; a block is multiplied, asked for its loss and multiplied back before the
/// next is touched: one trip through memory. Runs of blocks are shared out over the cores; their sums are added in the order
/// of the rows, and the runs depend on the shape of the design alone, so the result is bit-identical for any number of threads.
/// The scale of the columns is put on the coefficients and taken off the sums, so that no row is ever rewritten.
/// The intercept stands last, so that the design's part of the packed Hessian is a prefix.
/// </remarks>
public sealed class LinearObjective : IBatchObjective, ISampledObjective, IRowObjective, IColumnObjective, IHessianProductObjective, ICurvedMeans
{
    // The sums that a core adds at a time over the runs.
    private const int StretchLength = 1 << 14;

    // The columns that a core walks at a time where their order does not matter.
    private const int StretchSlopes = 1 << 10;

    // Where fewer of the slopes are not 0, these are multiplied alone.
    private const double SparseShare = 0.9;

    private readonly IDesign _design;
    private readonly Response _response;
    private readonly IDatafit _datafit;
    private readonly Standardization _columns;
    private readonly bool _hasIntercept;
    private readonly int _threads;
    private readonly int _sampled;
    private readonly RowRuns _runs;
    private readonly Lazy<RowRuns> _curvedRuns;
    private readonly Lazy<ColumnSums> _columnSums;
    private readonly double _totalWeight;

    /// <summary>The objective of a design, a response and a datafit.</summary>
    /// <param name="design">X, n × p.</param>
    /// <param name="response">y, w and offsets, n rows.</param>
    /// <param name="datafit">ℓ.</param>
    /// <param name="columns">The map from the columns of the design to those that β belongs to; null for the columns as they are.</param>
    /// <param name="threads">How many cores to use at most; 0 for all. It never changes the result.</param>
    /// <param name="hasIntercept">
    /// Whether there is an intercept. Without one, the last coefficient is held where it is, at 0: its derivatives are 0, and 1 stands
    /// on its diagonal of the Hessian.
    /// </param>
    /// <exception cref="ArgumentException">The sizes do not fit, or columns are moved in a model without intercept.</exception>
    public LinearObjective(IDesign design, Response response, IDatafit datafit, Standardization? columns = null, int threads = 0, bool hasIntercept = true)
        : this(design, response, datafit, columns ?? Standardization.Identity(design.Columns), threads, hasIntercept, sampled: design.Rows)
    {
    }

    private LinearObjective(IDesign design, Response response, IDatafit datafit, Standardization columns, int threads, bool hasIntercept, int sampled)
    {
        if (!hasIntercept && columns.IsMoved)
            throw new ArgumentException("Without an intercept, columns cannot be moved.", nameof(columns));
        if (design.Rows != response.Values.Length)
            throw new ArgumentException($"The design has {design.Rows} rows, the response {response.Values.Length}.", nameof(response));
        if (design.Columns != columns.Scales.Count)
            throw new ArgumentException($"The design has {design.Columns} columns, the map {columns.Scales.Count}.", nameof(columns));
        (_design, _response, _datafit, _columns, _threads, _hasIntercept, _sampled) = (design, response, datafit, columns, threads, hasIntercept, sampled);
        _runs = Runs(RowRuns.Affordable(Dimension, (long)sampled * design.NumbersPerRow));
        _curvedRuns = new Lazy<RowRuns>(() => Runs(RowRuns.Affordable(PackedSymmetric.Length(Dimension))));
        _columnSums = new Lazy<ColumnSums>(() => new ColumnSums((IColumnDesign)design, threads));
        Rows = _runs.Rows;
        _totalWeight = Rows == design.Rows ? response.TotalWeight : _runs.Compute(blocks => blocks.Sum(block => response.WeightOf(block))).Sum();

    }

    private RowRuns Runs(int most) => _sampled == _design.Rows
        ? RowRuns.All(_design.Rows, _design.NumbersPerRow, _threads, most, Slopes)
        : RowRuns.Sample(_design.Rows, _sampled, _design.NumbersPerRow, _threads, most);

    /// <inheritdoc/>
    public int Dimension => _design.Columns + 1;

    /// <inheritdoc/>
    public int Slopes => _design.Columns;

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <inheritdoc/>
    public double NumbersPerPass => (double)Rows * (_design.NumbersPerRow + 1);

    /// <inheritdoc/>
    public double ProductsPerHessian => (double)Rows * _design.ProductsPerRow;

    /// <inheritdoc/>
    public ISubsampledObjective Sample(int rows) => new LinearObjective(_design, _response, _datafit, _columns, _threads, _hasIntercept, Math.Min(rows, Rows));

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient) => Evaluate(beta, gradient, default);

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian)
    {
        var isCurved = !packedHessian.IsEmpty;
        var runs = isCurved ? _curvedRuns.Value : _runs;
        var (coefficients, isAtZero) = (Lent(beta), VectorKernels.MaxAbs(beta[..Slopes]) == 0);
        var mean = 1 / _totalWeight;
        var loss = SumOfRuns(runs, (block, scratch, gradient, hessian) =>
            AddBlock(block, coefficients, isAtZero, gradient, hessian, scratch[..block.Count], scratch.Slice(runs.BlockRows, block.Count), isCurved ? scratch.Slice(2 * runs.BlockRows, block.Count) : default),
            mean, gradient, packedHessian);
        ArrayPool<double>.Shared.Return(coefficients);
        if (isCurved)
        {
            VectorKernels.Scale(packedHessian, mean);
            _columns.HessianToScaled(packedHessian);
        }
        HoldIntercept(gradient, packedHessian);
        return loss * mean;
    }

    /// <inheritdoc/>
    public void EvaluateMany(int count, ReadOnlySpan<double> betas, Span<double> losses, Span<double> gradients)
    {
        var (p, d) = (Slopes, Dimension);
        var (slopes, intercepts) = (new double[count * p], new double[count]);
        for (var k = 0; k < count; k++)
        {
            var coefficients = _columns.ToData(betas.Slice(k * d, d));
            coefficients.AsSpan(0, p).CopyTo(slopes.AsSpan(k * p));
            intercepts[k] = coefficients[p];
        }
        losses.Clear();
        gradients.Clear();
        // The sums of a run: losses, then residuals, then gradients of the slopes.
        foreach (var sums in Runs(RowRuns.Affordable(count * d)).Compute(blocks => SumMany(blocks, count, slopes, intercepts)))
        {
            VectorKernels.Add(losses, sums.AsSpan(0, count));
            for (var k = 0; k < count; k++)
            {
                gradients[k * d + p] += sums[count + k];
                VectorKernels.Add(gradients.Slice(k * d, p), sums.AsSpan(2 * count + k * p, p));
            }
            ArrayPool<double>.Shared.Return(sums);
        }
        var mean = 1 / _totalWeight;
        VectorKernels.Scale(losses, mean);
        VectorKernels.Scale(gradients, mean);
        for (var k = 0; k < count; k++)
        {
            _columns.GradientToScaled(gradients.Slice(k * d, d));
            HoldIntercept(gradients.Slice(k * d, d), default);
        }
    }

    /// <inheritdoc/>
    public double EvaluateRows(ReadOnlySpan<int> rows, ReadOnlySpan<double> beta, Span<double> gradient)
    {
        gradient.Clear();
        var coefficients = _columns.ToData(beta);
        double loss = 0, weight = 0;
        Span<double> eta = stackalloc double[1];
        Span<double> residual = stackalloc double[1];
        foreach (var row in rows)
        {
            var block = new RowBlock(row, 1);
            loss += AddBlock(block, coefficients, isAtZero: false, gradient, default, eta, residual, default);
            weight += _response.WeightOf(block);
        }
        if (weight == 0) return 0;
        VectorKernels.Scale(gradient, 1 / weight);
        _columns.GradientToScaled(gradient);
        HoldIntercept(gradient, default);
        return loss / weight;
    }

    /// <inheritdoc/>
    public bool HasRowProducts => _hasIntercept && _design is IRowProducts && Rows == _design.Rows && !_columns.IsMoved;

    /// <inheritdoc/>
    public void RowProducts(ReadOnlySpan<double> columnWeights, Span<double> packedProducts)
    {
        var weights = columnWeights.ToArray();
        for (var j = 0; j < weights.Length; j++) weights[j] /= _columns.Scales[j] * _columns.Scales[j];
        packedProducts.Clear();
        ((IRowProducts)_design).AddRowProducts(weights, packedProducts, _threads);
    }

    /// <inheritdoc/>
    public double EvaluateByRow(ReadOnlySpan<double> predictors, double intercept, Span<double> residual, Span<double> curvature)
    {
        var lent = ArrayPool<double>.Shared.Rent(Rows);
        var eta = lent.AsSpan(0, Rows);
        predictors.CopyTo(eta);
        _response.AddOffsets(new RowBlock(0, Rows), intercept, eta);
        var loss = _datafit.Evaluate(_response.Values.Span, _response.Weights.Span, eta, residual, curvature);
        ArrayPool<double>.Shared.Return(lent);
        var mean = 1 / _totalWeight;
        VectorKernels.Scale(residual, mean);
        VectorKernels.Scale(curvature, mean);
        return loss * mean;
    }

    /// <inheritdoc/>
    public void MultiplyTransposed(ReadOnlySpan<double> rows, Span<double> slopes)
    {
        var (values, total) = (ArrayPool<double>.Shared.Rent(Rows), ArrayPool<double>.Shared.Rent(Dimension));
        rows.CopyTo(values);
        SumOfRuns(_runs, (block, _, sums, _) =>
        {
            _design.AddTransposed(block, values.AsSpan(block.Start, block.Count), sums[..Slopes]);
            sums[Slopes] += VectorKernels.Sum(values.AsSpan(block.Start, block.Count));
            return 0;
        }, 1, total.AsSpan(0, Dimension), default);
        total.AsSpan(0, Slopes).CopyTo(slopes);
        ArrayPool<double>.Shared.Return(values);
        ArrayPool<double>.Shared.Return(total);
    }

    /// <inheritdoc/>
    public bool HasIntercept => _hasIntercept;

    /// <inheritdoc/>
    public bool HasColumns => _design is IColumnDesign && Rows == _design.Rows;

    /// <inheritdoc/>
    public IColumnObjective Select(ReadOnlySpan<int> slopes) =>
        new LinearObjective(((IColumnDesign)_design).Select(slopes), _response, _datafit, _columns.Select(slopes.ToArray()), _threads, _hasIntercept);

    /// <summary>The objective of the slopes of two that <see cref="Select"/> made of the same, side by side. Nothing is copied.</summary>
    internal LinearObjective JoinedWith(LinearObjective other) =>
        new(new JoinedDesign(Rows, [(IColumnDesign)_design, (IColumnDesign)other._design]), _response, _datafit, _columns.With(other._columns), _threads, _hasIntercept);

    /// <inheritdoc/>
    public void Multiply(int count, ReadOnlySpan<double> slopes, Span<double> predictors)
    {
        if (VectorKernels.MaxAbs(slopes) == 0)
        {
            predictors.Clear();
            return;
        }
        // On the scale of the data, one behind the other, and their constants.
        var (p, n) = (Slopes, Rows);
        var (betas, constants, used) = (ArrayPool<double>.Shared.Rent(count * p), new double[count], new bool[p]);
        for (var k = 0; k < count; k++)
        {
            var own = Lent([.. slopes.Slice(k * p, p), 0]);
            own.AsSpan(0, p).CopyTo(betas.AsSpan(k * p));
            constants[k] = own[p];
            for (var j = 0; j < p; j++) used[j] |= own[j] != 0;
            ArrayPool<double>.Shared.Return(own);
        }
        var (design, runs) = (_design, _runs);
        if (_design is IColumnDesign columns and not ISparseColumns && used.Count(isUsed => isUsed) < SparseShare * p)
        {
            // Most of the columns need not be read.
            int[] chosen = [.. Enumerable.Range(0, p).Where(j => used[j])];
            for (var k = 0; k < count; k++)
                for (var j = 0; j < chosen.Length; j++) betas[k * chosen.Length + j] = betas[k * p + chosen[j]];
            design = columns.Select(chosen);
            runs = RowRuns.All(n, design.NumbersPerRow, _threads);
        }
        var lent = ArrayPool<double>.Shared.Rent(count * n);
        runs.Compute(blocks =>
        {
            var etas = count == 1 ? [] : ArrayPool<double>.Shared.Rent(count * runs.BlockRows);
            foreach (var block in blocks)
            {
                if (count == 1)
                {
                    design.Multiply(block, betas.AsSpan(0, design.Columns), lent.AsSpan(block.Start, block.Count));
                    continue;
                }
                design.MultiplyMany(block, count, betas.AsSpan(0, count * design.Columns), etas.AsSpan(0, count * block.Count));
                for (var k = 0; k < count; k++) etas.AsSpan(k * block.Count, block.Count).CopyTo(lent.AsSpan(k * n + block.Start));
            }
            if (count > 1) ArrayPool<double>.Shared.Return(etas);
            return blocks.Count;
        });
        lent.AsSpan(0, count * n).CopyTo(predictors);
        ArrayPool<double>.Shared.Return(lent);
        ArrayPool<double>.Shared.Return(betas);
        for (var k = 0; k < count; k++)
            if (constants[k] != 0) VectorKernels.AddConstant(predictors.Slice(k * n, n), constants[k]);
    }

    /// <inheritdoc/>
    public void MultiplyTransposed(int count, ReadOnlyMemory<double> rows, Memory<double> slopes)
    {
        if (count == 1 && _design is ISparseColumns)
        {
            // By rows, as they lie: the columns' own order is not made for this.
            MultiplyTransposed(rows.Span, slopes.Span);
            return;
        }
        slopes.Span.Clear();
        _columnSums.Value.Multiply(count, rows, slopes);
        var scaled = new double[Dimension];
        for (var k = 0; k < count; k++)
        {
            var own = slopes.Span.Slice(k * Slopes, Slopes);
            own.CopyTo(scaled);
            scaled[^1] = VectorKernels.Sum(rows.Span.Slice(k * Rows, Rows));
            _columns.GradientToScaled(scaled);
            scaled.AsSpan(0, Slopes).CopyTo(own);
        }
    }

    /// <inheritdoc/>
    public void WriteColumn(int slope, Span<double> rows)
    {
        rows.Clear();
        ((IColumnDesign)_design).AddColumn(slope, 1 / _columns.Scales[slope], rows);
        if (_columns.Centers[slope] != 0) VectorKernels.AddConstant(rows, -_columns.Centers[slope] / _columns.Scales[slope]);
    }

    /// <inheritdoc/>
    public void Sandwich(ReadOnlySpan<double> rowWeights, Span<double> packed)
    {
        var weights = rowWeights.ToArray();
        _design.Curvature(_curvedRuns.Value, block => weights[block.Start..block.End]).CopyTo(packed);
        _columns.HessianToScaled(packed);
    }

    /// <summary>Whether the columns are sparse, so that one after the other can be walked, over and over, at the cost of their entries.</summary>
    internal bool HasSparseColumns => HasColumns && _design is ISparseColumns;

    /// <summary>xⱼᵀ v for the column of a slope on its scale, but about 0: beside an intercept that goes with it, where a column stands does not matter.</summary>
    internal double ColumnDot(int slope, ReadOnlySpan<double> rows) => ((IColumnDesign)_design).Dot(slope, rows) / _columns.Scales[slope];

    /// <summary>xⱼᵀ diag(d) xⱼ for the columns of some slopes, which are sparse, on several cores.</summary>
    internal double[] ColumnSquares(int[] slopes, ReadOnlyMemory<double> weights)
    {
        var (squares, design, stretches) = (new double[slopes.Length], (ISparseColumns)_design, (slopes.Length + StretchSlopes - 1) / StretchSlopes);
        design.Prepare();
        Cores.Each(stretches, isWorthSeveral: stretches > 1, _threads, stretch =>
        {
            for (var k = stretch * StretchSlopes; k < Math.Min(slopes.Length, (stretch + 1) * StretchSlopes); k++)
                squares[k] = design.SumOfSquares(slopes[k], weights.Span) / (_columns.Scales[slopes[k]] * _columns.Scales[slopes[k]]);
        });
        return squares;
    }

    /// <summary>v ← v + factor·diag(d) xⱼ for the same column.</summary>
    internal void AddColumn(int slope, double factor, ReadOnlySpan<double> weights, Span<double> rows) =>
        ((ISparseColumns)_design).AddWeighted(slope, factor / _columns.Scales[slope], weights, rows);

    /// <inheritdoc/>
    public int CurvatureLength => _design.Rows;

    /// <inheritdoc/>
    public double EvaluateWithCurvature(ReadOnlySpan<double> beta, Span<double> gradient, Memory<double> curvature)
    {
        var (coefficients, isAtZero) = (Lent(beta), VectorKernels.MaxAbs(beta[..Slopes]) == 0);
        var mean = 1 / _totalWeight;
        var losses = SumOfRuns(_runs, (block, scratch, sums, _) =>
        {
            var d = curvature.Span.Slice(block.Start, block.Count);
            var loss = AddBlock(block, coefficients, isAtZero, sums, default, scratch[..block.Count], scratch.Slice(_runs.BlockRows, block.Count), d);
            VectorKernels.Scale(d, mean);
            return loss;
        }, mean, gradient, default);
        ArrayPool<double>.Shared.Return(coefficients);
        HoldIntercept(gradient, default);
        return losses * mean;
    }

    /// <inheritdoc/>
    public double TypicalCurvature(ReadOnlySpan<double> curvature) => VectorKernels.Sum(curvature);

    /// <inheritdoc/>
    public void MultiplyHessian(ReadOnlyMemory<double> curvature, ReadOnlySpan<double> direction, Span<double> product)
    {
        var coefficients = Lent(direction);
        var last = direction[^1];
        SumOfRuns(_runs, (block, scratch, sums, _) =>
        {
            var bent = scratch[..block.Count];
            _design.MultiplyWithIntercept(block, coefficients.AsSpan(0, Dimension), bent);
            VectorKernels.Multiply(bent, curvature.Span.Slice(block.Start, block.Count), bent);
            _design.AddTransposed(block, bent, sums[..Slopes]);
            sums[Slopes] += VectorKernels.Sum(bent);
            return 0;
        }, 1, product, default);
        ArrayPool<double>.Shared.Return(coefficients);
        if (!_hasIntercept) product[^1] = last;
    }

    /// <inheritdoc/>
    bool ICurvedMeans.TryMeans(ReadOnlyMemory<double> curvature, Span<double> means)
    {
        if (_hasIntercept) return false;
        var sums = new double[Dimension];
        SumOfRuns(_runs, (block, _, own, _) =>
        {
            _design.AddTransposed(block, curvature.Span.Slice(block.Start, block.Count), own[..Slopes]);
            return 0;
        }, 1 / VectorKernels.Sum(curvature.Span), sums, default);
        sums.AsSpan(0, Slopes).CopyTo(means);
        return true;
    }

    /// <summary>Coefficients of the design's own columns, in an array that is lent: where there are many, fresh memory would cost more than what is put into it.</summary>
    private double[] Lent(ReadOnlySpan<double> beta)
    {
        var coefficients = ArrayPool<double>.Shared.Rent(Dimension);
        _columns.ToDataInto(beta, coefficients.AsSpan(0, Dimension));
        return coefficients;
    }

    /// <summary>What a block adds to the sums of its run; returns what it adds to the loss.</summary>
    private delegate double BlockSum(RowBlock block, Span<double> scratch, Span<double> gradient, Span<double> packedHessian);

    /// <summary>
    /// Sums over all blocks, run by run; the gradient is multiplied by <paramref name="scale"/> and turned into that of the columns that are fitted. The
    /// sums of the runs are lent and given back: the pages of fresh memory take longer than what is put into them.
    /// </summary>
    private double SumOfRuns(RowRuns runs, BlockSum add, double scale, Span<double> gradient, Span<double> packedHessian)
    {
        var (first, length) = (gradient.Length, gradient.Length + packedHessian.Length);
        var parts = runs.Compute(blocks =>
        {
            var (sums, scratch) = (ArrayPool<double>.Shared.Rent(length), ArrayPool<double>.Shared.Rent(3 * runs.BlockRows));
            Array.Clear(sums, 0, length);
            var loss = 0.0;
            foreach (var block in blocks) loss += add(block, scratch, sums.AsSpan(0, first), sums.AsSpan(first, length - first));
            ArrayPool<double>.Shared.Return(scratch);
            return (Sums: sums, Loss: loss);
        });
        var intercept = 0.0;
        foreach (var (sums, _) in parts) intercept += sums[Slopes];
        intercept *= scale;
        // Stretches of the sums are added by all cores, each in the order of the runs.
        var stretches = (length + StretchLength - 1) / StretchLength;
        Cores.Each(stretches, parts.Length > 1 && stretches > 1, _threads, stretch =>
        {
            var (start, count) = (stretch * StretchLength, Math.Min(StretchLength, length - stretch * StretchLength));
            for (var run = 1; run < parts.Length; run++) VectorKernels.Add(parts[0].Sums.AsSpan(start, count), parts[run].Sums.AsSpan(start, count));
            if (start >= Slopes) return;
            var slopes = parts[0].Sums.AsSpan(start, Math.Min(count, Slopes - start));
            VectorKernels.Scale(slopes, scale);
            _columns.GradientToScaled(slopes, start, intercept);
        });
        parts[0].Sums[Slopes] = intercept;
        parts[0].Sums.AsSpan(0, first).CopyTo(gradient);
        parts[0].Sums.AsSpan(first, length - first).CopyTo(packedHessian);
        var total = 0.0;
        foreach (var (sums, loss) in parts)
        {
            ArrayPool<double>.Shared.Return(sums);
            total += loss;
        }
        return total;
    }

    private void HoldIntercept(Span<double> gradient, Span<double> packedHessian)
    {
        if (_hasIntercept) return;
        gradient[^1] = 0;
        if (packedHessian.IsEmpty) return;
        packedHessian[^Dimension..].Clear();
        packedHessian[^1] = 1;
    }

    private double AddBlock(RowBlock block, ReadOnlySpan<double> coefficients, bool isAtZero, Span<double> gradient, Span<double> packedHessian,
        Span<double> eta, Span<double> residual, Span<double> curvature)
    {
        var p = _design.Columns;
        // Where solvers start, half of a pass is known beforehand.
        if (isAtZero) eta.Clear();
        else _design.Multiply(block, coefficients[..p], eta);
        _response.AddOffsets(block, coefficients[p], eta);
        var loss = _datafit.Evaluate(_response.Values.Span.Slice(block.Start, block.Count), _response.WeightsOf(block), eta, residual, curvature);
        _design.AddTransposed(block, residual, gradient[..p]);
        gradient[p] += VectorKernels.Sum(residual);
        if (!packedHessian.IsEmpty) _design.AddCurvature(block, curvature, packedHessian);
        return loss;
    }

    private double[] SumMany(ArraySegment<RowBlock> blocks, int count, double[] slopes, double[] intercepts)
    {
        var p = Slopes;
        var sums = ArrayPool<double>.Shared.Rent(count * (2 + p));
        Array.Clear(sums, 0, count * (2 + p));
        var gradients = sums.AsMemory(2 * count, count * p);
        foreach (var block in blocks)
        {
            _design.ThereAndBack(block, count, slopes, (rows, etas, residuals) =>
            {
                for (var k = 0; k < count; k++)
                {
                    var eta = etas.Slice(k * rows.Count, rows.Count);
                    var residual = residuals.Slice(k * rows.Count, rows.Count);
                    _response.AddOffsets(rows, intercepts[k], eta);
                    sums[k] += _datafit.Evaluate(_response.Values.Span.Slice(rows.Start, rows.Count), _response.WeightsOf(rows), eta, residual, default);
                    sums[count + k] += VectorKernels.Sum(residual);
                }
            }, gradients);
        }
        return sums;
    }
}
