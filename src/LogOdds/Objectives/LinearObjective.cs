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
/// The rows answer with sums, wherever they are held (<see cref="IRowSums"/>).
/// The scale of the columns is put on the coefficients and taken off the sums, so that no row is ever rewritten.
/// The intercept stands last, so that the design's part of the packed Hessian is a prefix.
/// </remarks>
public sealed class LinearObjective : IBatchObjective, ISampledObjective, IRowObjective, IColumnObjective, IHessianProductObjective, ICurvedMeans
{
    // The slopes that a core turns to their scale at a time.
    private const int StretchLength = 1 << 14;

    // The columns that a core walks at a time where their order does not matter.
    private const int StretchSlopes = 1 << 10;

    // Where fewer of the slopes are not 0, these are multiplied alone.
    private const double SparseShare = 0.9;

    private readonly IRowSums _rows;
    private readonly DesignSums? _held;
    private readonly Standardization _columns;
    private readonly bool _hasIntercept;
    private readonly int _threads;
    private readonly Lazy<ColumnSums> _columnSums;

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
        : this(new DesignSums(design, response, datafit, threads), columns ?? Standardization.Identity(design.Columns), hasIntercept, threads)
    {
    }

    /// <summary>The objective of rows, whoever holds them.</summary>
    /// <param name="rows">The sums over the rows.</param>
    /// <param name="columns">The map from the columns of their design to those that β belongs to.</param>
    /// <param name="hasIntercept">Whether there is an intercept.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or columns are moved in a model without intercept.</exception>
    internal LinearObjective(IRowSums rows, Standardization columns, bool hasIntercept, int threads)
    {
        if (!hasIntercept && columns.IsMoved)
            throw new ArgumentException("Without an intercept, columns cannot be moved.", nameof(columns));
        if (rows.Columns != columns.Scales.Count)
            throw new ArgumentException($"The design has {rows.Columns} columns, the map {columns.Scales.Count}.", nameof(columns));
        (_rows, _held, _columns, _hasIntercept, _threads) = (rows, rows as DesignSums, columns, hasIntercept, threads);
        _columnSums = new Lazy<ColumnSums>(() => new ColumnSums((IColumnDesign)Design, threads));
    }

    /// <summary>The same objective, whose sums over the rows pass through others'.</summary>
    internal LinearObjective Through(Func<IRowSums, IRowSums> others) => new(others(_rows), _columns, _hasIntercept, _threads);

    // What is asked of single rows or columns is asked of a design that is at hand.
    private DesignSums Held => _held ?? throw new InvalidOperationException("The rows are held elsewhere and answer with sums only.");

    private IDesign Design => Held.Design;

    private Response Response => Held.Response;

    /// <inheritdoc/>
    public int Dimension => _rows.Columns + 1;

    /// <inheritdoc/>
    public int Slopes => _rows.Columns;

    /// <summary>The number of rows.</summary>
    public long Rows => _rows.Rows;

    // Who answers by row holds them all.
    int ISampledObjective.Rows => Held.Rows;

    int IRowObjective.Rows => Held.Rows;

    int IColumnObjective.Rows => Held.Rows;

    /// <inheritdoc/>
    public double NumbersPerPass => _rows.NumbersPerPass;

    /// <inheritdoc/>
    public double ProductsPerHessian => _rows.ProductsPerHessian;

    /// <inheritdoc/>
    public bool HasSamples => _rows.HasSamples;

    /// <inheritdoc/>
    public ISubsampledObjective Sample(long rows) => new LinearObjective(_rows.Sample(Math.Min(rows, Rows)), _columns, _hasIntercept, _threads);

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient) => Evaluate(beta, gradient, default);

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian)
    {
        var (coefficients, mean, length) = (Lent(beta), 1 / _rows.TotalWeight, packedHessian.Length);
        var hessian = length > 0 ? ArrayPool<double>.Shared.Rent(length) : [];
        var loss = Gradient(gradient, mean, sums => _rows.Sum(coefficients.AsMemory(0, Dimension), sums, hessian.AsMemory(0, length)));
        ArrayPool<double>.Shared.Return(coefficients);
        if (length > 0)
        {
            hessian.AsSpan(0, length).CopyTo(packedHessian);
            ArrayPool<double>.Shared.Return(hessian);
            VectorKernels.Scale(packedHessian, mean);
            _columns.HessianToScaled(packedHessian);
        }
        HoldIntercept(gradient, packedHessian);
        return loss * mean;
    }

    /// <inheritdoc/>
    public void EvaluateMany(int count, ReadOnlySpan<double> betas, Span<double> losses, Span<double> gradients)
    {
        var d = Dimension;
        var coefficients = new double[count * d];
        for (var k = 0; k < count; k++) _columns.ToDataInto(betas.Slice(k * d, d), coefficients.AsSpan(k * d, d));
        _rows.SumMany(count, coefficients, losses, gradients);
        var mean = 1 / _rows.TotalWeight;
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
        foreach (var row in rows)
        {
            loss += Held.AddRow(row, coefficients, gradient);
            weight += Response.WeightOf(row);
        }
        if (weight == 0) return 0;
        VectorKernels.Scale(gradient, 1 / weight);
        _columns.GradientToScaled(gradient);
        HoldIntercept(gradient, default);
        return loss / weight;
    }

    /// <inheritdoc/>
    public bool HasRowProducts => _hasIntercept && _held is { IsWhole: true, Design: IRowProducts } && !_columns.IsMoved;

    /// <inheritdoc/>
    public void RowProducts(ReadOnlySpan<double> columnWeights, Span<double> packedProducts)
    {
        var weights = columnWeights.ToArray();
        for (var j = 0; j < weights.Length; j++) weights[j] /= _columns.Scales[j] * _columns.Scales[j];
        packedProducts.Clear();
        ((IRowProducts)Design).AddRowProducts(weights, packedProducts, _threads);
    }

    /// <inheritdoc/>
    public double EvaluateByRow(ReadOnlySpan<double> predictors, double intercept, Span<double> residual, Span<double> curvature)
    {
        var lent = ArrayPool<double>.Shared.Rent(Held.Rows);
        var eta = lent.AsSpan(0, Held.Rows);
        predictors.CopyTo(eta);
        Response.AddOffsets(new RowBlock(0, Held.Rows), intercept, eta);
        var loss = Held.Datafit.Evaluate(Response.Values.Span, Response.Weights.Span, eta, residual, curvature);
        ArrayPool<double>.Shared.Return(lent);
        var mean = 1 / _rows.TotalWeight;
        VectorKernels.Scale(residual, mean);
        VectorKernels.Scale(curvature, mean);
        return loss * mean;
    }

    /// <inheritdoc/>
    public void MultiplyTransposed(ReadOnlySpan<double> rows, Span<double> slopes)
    {
        var (values, total) = (ArrayPool<double>.Shared.Rent(Held.Rows), ArrayPool<double>.Shared.Rent(Dimension));
        rows.CopyTo(values);
        Gradient(total.AsSpan(0, Dimension), 1, sums =>
        {
            Held.AddTransposed(values.AsMemory(0, Held.Rows), sums);
            return 0;
        });
        total.AsSpan(0, Slopes).CopyTo(slopes);
        ArrayPool<double>.Shared.Return(values);
        ArrayPool<double>.Shared.Return(total);
    }

    /// <inheritdoc/>
    public bool HasIntercept => _hasIntercept;

    /// <inheritdoc/>
    public bool HasColumns => _held is { IsWhole: true, Design: IColumnDesign };

    /// <inheritdoc/>
    public IColumnObjective Select(ReadOnlySpan<int> slopes) =>
        new LinearObjective(((IColumnDesign)Design).Select(slopes), Response, Held.Datafit, _columns.Select(slopes.ToArray()), _threads, _hasIntercept);

    /// <summary>The objective of the slopes of two that <see cref="Select"/> made of the same, side by side. Nothing is copied.</summary>
    internal LinearObjective JoinedWith(LinearObjective other) =>
        new(new JoinedDesign(Held.Rows, [(IColumnDesign)Design, (IColumnDesign)other.Design]), Response, Held.Datafit, _columns.With(other._columns), _threads, _hasIntercept);

    /// <inheritdoc/>
    public void Multiply(int count, ReadOnlySpan<double> slopes, Span<double> predictors)
    {
        if (VectorKernels.MaxAbs(slopes) == 0)
        {
            predictors.Clear();
            return;
        }
        // On the scale of the data, one behind the other, and their constants.
        var (p, n) = (Slopes, Held.Rows);
        var (betas, constants, used) = (ArrayPool<double>.Shared.Rent(count * p), new double[count], new bool[p]);
        for (var k = 0; k < count; k++)
        {
            var own = Lent([.. slopes.Slice(k * p, p), 0]);
            own.AsSpan(0, p).CopyTo(betas.AsSpan(k * p));
            constants[k] = own[p];
            for (var j = 0; j < p; j++) used[j] |= own[j] != 0;
            ArrayPool<double>.Shared.Return(own);
        }
        var (design, runs) = (Design, Held.Runs);
        if (Design is IColumnDesign columns and not ISparseColumns && used.Count(isUsed => isUsed) < SparseShare * p)
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
        if (count == 1 && Design is ISparseColumns)
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
            scaled[^1] = VectorKernels.Sum(rows.Span.Slice(k * Held.Rows, Held.Rows));
            _columns.GradientToScaled(scaled);
            scaled.AsSpan(0, Slopes).CopyTo(own);
        }
    }

    /// <inheritdoc/>
    public void WriteColumn(int slope, Span<double> rows)
    {
        rows.Clear();
        ((IColumnDesign)Design).AddColumn(slope, 1 / _columns.Scales[slope], rows);
        if (_columns.Centers[slope] != 0) VectorKernels.AddConstant(rows, -_columns.Centers[slope] / _columns.Scales[slope]);
    }

    /// <inheritdoc/>
    public void Sandwich(ReadOnlySpan<double> rowWeights, Span<double> packed)
    {
        Held.Curvature(rowWeights.ToArray()).CopyTo(packed);
        _columns.HessianToScaled(packed);
    }

    /// <summary>Whether the columns are sparse, so that one after the other can be walked, over and over, at the cost of their entries.</summary>
    internal bool HasSparseColumns => HasColumns && Design is ISparseColumns;

    /// <summary>xⱼᵀ v for the column of a slope on its scale, but about 0: beside an intercept that goes with it, where a column stands does not matter.</summary>
    internal double ColumnDot(int slope, ReadOnlySpan<double> rows) => ((IColumnDesign)Design).Dot(slope, rows) / _columns.Scales[slope];

    /// <summary>xⱼᵀ diag(d) xⱼ for the columns of some slopes, which are sparse, on several cores.</summary>
    internal double[] ColumnSquares(int[] slopes, ReadOnlyMemory<double> weights)
    {
        var (squares, design, stretches) = (new double[slopes.Length], (ISparseColumns)Design, (slopes.Length + StretchSlopes - 1) / StretchSlopes);
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
        ((ISparseColumns)Design).AddWeighted(slope, factor / _columns.Scales[slope], weights, rows);

    /// <inheritdoc/>
    public int CurvatureLength => _rows.CurvatureLength;

    /// <inheritdoc/>
    public double EvaluateWithCurvature(ReadOnlySpan<double> beta, Span<double> gradient, Memory<double> curvature)
    {
        var (coefficients, mean) = (Lent(beta), 1 / _rows.TotalWeight);
        var loss = Gradient(gradient, mean, sums => _rows.SumWithCurvature(coefficients.AsMemory(0, Dimension), sums, curvature));
        ArrayPool<double>.Shared.Return(coefficients);
        HoldIntercept(gradient, default);
        return loss * mean;
    }

    /// <inheritdoc/>
    public double TypicalCurvature(ReadOnlySpan<double> curvature) => _rows.TotalCurvature(curvature) / _rows.TotalWeight;

    /// <inheritdoc/>
    public void MultiplyHessian(ReadOnlyMemory<double> curvature, ReadOnlySpan<double> direction, Span<double> product)
    {
        var coefficients = Lent(direction);
        Gradient(product, 1 / _rows.TotalWeight, sums =>
        {
            _rows.SumHessianProduct(curvature, coefficients.AsMemory(0, Dimension), sums);
            return 0;
        });
        ArrayPool<double>.Shared.Return(coefficients);
        if (!_hasIntercept) product[^1] = direction[^1];
    }

    /// <inheritdoc/>
    bool ICurvedMeans.TryMeans(ReadOnlyMemory<double> curvature, Span<double> means)
    {
        if (_hasIntercept || _held is null) return false;
        var sums = ArrayPool<double>.Shared.Rent(Dimension);
        Held.AddTransposed(curvature, sums.AsMemory(0, Dimension));
        sums.AsSpan(0, Slopes).CopyTo(means);
        ArrayPool<double>.Shared.Return(sums);
        VectorKernels.Scale(means, 1 / VectorKernels.Sum(curvature.Span));
        _columns.GradientToScaled(means, 0, 0);
        return true;
    }

    /// <summary>Coefficients of the design's own columns, in an array that is lent: where there are many, fresh memory would cost more than what is put into it.</summary>
    private double[] Lent(ReadOnlySpan<double> beta)
    {
        var coefficients = ArrayPool<double>.Shared.Rent(Dimension);
        _columns.ToDataInto(beta, coefficients.AsSpan(0, Dimension));
        return coefficients;
    }

    /// <summary>Sums over the rows as a gradient on the scale that is fitted: times <paramref name="scale"/> and turned to it, in stretches by all cores.</summary>
    private double Gradient(Span<double> gradient, double scale, Func<Memory<double>, double> sum)
    {
        var sums = ArrayPool<double>.Shared.Rent(Dimension);
        var loss = sum(sums.AsMemory(0, Dimension));
        var intercept = sums[Slopes] *= scale;
        var stretches = (Slopes + StretchLength - 1) / StretchLength;
        Cores.Each(stretches, stretches > 1, _threads, stretch =>
        {
            var slopes = sums.AsSpan(stretch * StretchLength, Math.Min(StretchLength, Slopes - stretch * StretchLength));
            VectorKernels.Scale(slopes, scale);
            _columns.GradientToScaled(slopes, stretch * StretchLength, intercept);
        });
        sums.AsSpan(0, Dimension).CopyTo(gradient);
        ArrayPool<double>.Shared.Return(sums);
        return loss;
    }

    private void HoldIntercept(Span<double> gradient, Span<double> packedHessian)
    {
        if (_hasIntercept) return;
        gradient[^1] = 0;
        if (packedHessian.IsEmpty) return;
        packedHessian[^Dimension..].Clear();
        packedHessian[^1] = 1;
    }
}
