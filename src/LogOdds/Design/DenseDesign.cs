using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>
/// A dense design over columns where they lie: nothing is copied. Column j of X is the stored column less its origin oⱼ, taken
/// off as it is loaded, so that columns far from 0 for their spread lose no digits in products.
/// </summary>
/// <remarks>A vector lane is one row, four columns are walked at a time, and the sums over rows stay in registers.</remarks>
/// <typeparam name="TElement">How numbers are stored, <see cref="double"/> or <see cref="float"/>; sums are of doubles always.</typeparam>
public sealed class DenseDesign<TElement> : IRowProducts, IColumnDesign, IMappedDesign where TElement : unmanaged
{
    // The rows of a slab of Xᵀ diag(d) X: long enough for sums that stay in registers, short enough for a panel in the cache.
    private const int SlabRows = 256;

    private readonly ReadOnlyMemory<TElement>[] _columns;
    private readonly double[] _origins;
    private readonly ReadAhead? _ahead;

    /// <summary>A design over columns.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">p columns of n numbers, which are not copied and must not change.</param>
    /// <param name="origins">oⱼ, one a column; empty means 0.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or numbers are stored neither as double nor as float.</exception>
    public DenseDesign(int rows, IReadOnlyList<ReadOnlyMemory<TElement>> columns, IReadOnlyList<double>? origins = null)
        : this(rows, columns, origins, ReadAhead.Of(rows, columns, []))
    {
    }

    internal DenseDesign(int rows, IReadOnlyList<ReadOnlyMemory<TElement>> columns, IReadOnlyList<double>? origins, ReadAhead? ahead)
    {
        _ahead = ahead;
        if (typeof(TElement) != typeof(double) && typeof(TElement) != typeof(float))
            throw new ArgumentException($"Numbers are stored as double or float, not as {typeof(TElement).Name}.");
        Rows = rows;
        _columns = [.. columns];
        if (origins is not null && origins.Count != _columns.Length) throw new ArgumentException($"There are {_columns.Length} columns and {origins.Count} origins.", nameof(origins));
        // Filled up to whole groups of four columns.
        _origins = new double[(_columns.Length + 3) / 4 * 4];
        for (var j = 0; j < origins?.Count; j++) _origins[j] = origins[j];
        for (var j = 0; j < _columns.Length; j++)
            if (_columns[j].Length != rows)
                throw new ArgumentException($"Column {j} has {_columns[j].Length} rows; the design has {rows}.", nameof(columns));
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns => _columns.Length;

    /// <inheritdoc/>
    public int NumbersPerRow => _columns.Length;

    /// <inheritdoc/>
    public double ProductsPerRow => PackedSymmetric.Length(_columns.Length);

    /// <inheritdoc/>
    public void Multiply(RowBlock rows, ReadOnlySpan<double> beta, Span<double> eta)
    {
        _ahead?.Reach(rows);
        eta.Clear();
        var kernel = new CombinationKernel<TElement> { Columns = _columns, Start = rows.Start, Origins = _origins, Coefficients = beta, Eta = eta[..rows.Count] };
        Simd.Run(ref kernel);
    }

    /// <inheritdoc/>
    public void AddTransposed(RowBlock rows, ReadOnlySpan<double> residual, Span<double> gradient)
    {
        _ahead?.Reach(rows);
        var kernel = new TransposedKernel<TElement> { Columns = _columns, Start = rows.Start, Origins = _origins, Residual = residual[..rows.Count], Gradient = gradient };
        Simd.Run(ref kernel);
    }

    /// <inheritdoc/>
    public void AddSandwich(RowBlock rows, ReadOnlySpan<double> curvature, Span<double> packedHessian)
    {
        _ahead?.Reach(rows);
        var stride = Math.Min(SlabRows, (rows.Count + 7) / 8 * 8);
        var padded = (_columns.Length + CrossProducts.Side - 1) / CrossProducts.Side * CrossProducts.Side;
        using var scratch = AlignedBuffer.Rent(2 * padded * stride);
        var centered = scratch.Span(padded * stride);
        var weighted = scratch.Span(2 * padded * stride)[(padded * stride)..];
        centered[(_columns.Length * stride)..].Clear();
        weighted[(_columns.Length * stride)..].Clear();
        for (var start = 0; start < rows.Count; start += stride)
        {
            var slab = new RowBlock(rows.Start + start, Math.Min(stride, rows.Count - start));
            var centering = new CenteredKernel<TElement>
            {
                Columns = _columns,
                Start = slab.Start,
                Origins = _origins,
                Curvature = curvature.Slice(start, slab.Count),
                Stride = stride,
                Centered = centered,
                Weighted = weighted,
            };
            Simd.Run(ref centering);
            var kernel = new SandwichKernel
            {
                ColumnCount = _columns.Length,
                Rows = slab.Count,
                Stride = stride,
                Columns = centered,
                Weighted = weighted,
                PackedHessian = packedHessian,
            };
            Simd.Run(ref kernel);
        }
    }

    /// <inheritdoc/>
    public void MultiplyMany(RowBlock rows, int count, ReadOnlySpan<double> betas, Span<double> etas)
    {
        _ahead?.Reach(rows);
        etas[..(count * rows.Count)].Clear();
        var kernel = new CombinationManyKernel<TElement> { Columns = _columns, Start = rows.Start, Origins = _origins, Rows = rows.Count, Betas = betas, Count = count, Etas = etas };
        Simd.Run(ref kernel);
    }

    /// <inheritdoc/>
    public void AddTransposedMany(RowBlock rows, int count, ReadOnlySpan<double> residuals, Span<double> gradients)
    {
        if (count == 0) return;
        _ahead?.Reach(rows);
        var kernel = new TransposedManyKernel<TElement> { Columns = _columns, Start = rows.Start, Origins = _origins, Rows = rows.Count, Residuals = residuals, Count = count, Gradients = gradients };
        Simd.Run(ref kernel);
    }

    /// <inheritdoc/>
    public void ThereAndBack(RowBlock rows, int count, ReadOnlyMemory<double> betas, ResidualsOf answer, Memory<double> gradients)
    {
        if (count == 0) return;
        _ahead?.Reach(rows);
        var plan = new CombinationPlan(Columns, count, betas.Span);
        var most = Panel.RowsAtATime(Columns);
        using var scratch = AlignedBuffer.Rent(Panel.Count(most) * Panel.Length(Columns));
        using var several = AlignedBuffer.Rent(2 * count * most);
        for (var start = rows.Start; start < rows.End; start += most)
        {
            var part = new RowBlock(start, Math.Min(most, rows.End - start));
            var etas = several.Span(count * part.Count);
            var residuals = several.Span(2 * count * part.Count)[etas.Length..];
            var panels = scratch.Span(Panel.Count(part.Count) * Panel.Length(Columns));
            var layingOut = new PanelKernel<TElement> { Columns = _columns, Origins = _origins, Start = part.Start, Rows = part.Count, Panels = panels };
            Simd.Run(ref layingOut);
            var there = new CombinationsKernel { Panels = panels, Rows = part.Count, Needed = plan.Columns.Span, Ends = plan.Ends, Betas = betas.Span, Columns = Columns, Count = count, Etas = etas };
            Simd.Run(ref there);
            answer(part, etas, residuals);
            var back = new ProductsKernel { Panels = panels, ColumnCount = Columns, Rows = part.Count, Residuals = residuals, Count = count, Gradients = gradients.Span };
            Simd.Run(ref back);
        }
    }

    /// <inheritdoc/>
    public void AddRowProducts(ReadOnlySpan<double> columnWeights, Span<double> packedProducts, int threads)
    {
        var roots = new double[_columns.Length];
        for (var j = 0; j < roots.Length; j++) roots[j] = Math.Sqrt(columnWeights[j]);
        // Runs of columns take the part that runs of rows have elsewhere: their products are added in order.
        var runs = RowRuns.All(_columns.Length, Rows, threads, RowRuns.Affordable(packedProducts.Length));
        foreach (var part in runs.Compute(blocks => RowProducts(blocks, roots, PackedSymmetric.Length(Rows)))) VectorKernels.Add(packedProducts, part);
    }

    /// <inheritdoc/>
    public IDesign Select(ReadOnlySpan<int> columns)
    {
        var (chosen, origins) = (new ReadOnlyMemory<TElement>[columns.Length], new double[columns.Length]);
        for (var k = 0; k < chosen.Length; k++) (chosen[k], origins[k]) = (_columns[columns[k]], _origins[columns[k]]);
        return new DenseDesign<TElement>(Rows, chosen, origins);
    }

    bool IMappedDesign.IsMapped => _ahead is not null;

    IDesign IMappedDesign.Gather(IReadOnlyList<RowBlock> blocks)
    {
        var gathered = Gathering.Of(_columns, blocks, _ahead);
        return new DenseDesign<TElement>(blocks.Sum(block => block.Count), gathered, _origins[.._columns.Length]);
    }

    /// <inheritdoc/>
    public double Dot(int column, ReadOnlySpan<double> rows)
    {
        var kernel = new ColumnDotKernel<TElement> { X = _columns[column].Span, Origin = _origins[column], Rows = rows[..Rows] };
        Simd.Run(ref kernel);
        return kernel.Sum;
    }

    /// <inheritdoc/>
    public void AddColumn(int column, double factor, Span<double> rows)
    {
        var kernel = new AddColumnKernel<TElement> { X = _columns[column].Span, Origin = _origins[column], Factor = factor, Rows = rows[..Rows] };
        Simd.Run(ref kernel);
    }

    private double[] RowProducts(ArraySegment<RowBlock> blocks, double[] roots, int length)
    {
        var products = new double[length];
        var padded = (Rows + CrossProducts.Side - 1) / CrossProducts.Side * CrossProducts.Side;
        using var scratch = AlignedBuffer.Rent(padded * SlabRows);
        var slab = scratch.Span(padded * SlabRows);
        slab.Clear();
        foreach (var block in blocks)
        {
            for (var start = block.Start; start < block.End; start += SlabRows)
            {
                var count = Math.Min(SlabRows, block.End - start);
                Transpose(new RowBlock(start, count), roots, slab);
                var kernel = new SandwichKernel { ColumnCount = Rows, Rows = count, Stride = SlabRows, Columns = slab, Weighted = slab, PackedHessian = products };
                Simd.Run(ref kernel);
            }
        }
        return products;
    }

    /// <summary>The entries of some columns, times their roots, row after row.</summary>
    private void Transpose(RowBlock columns, double[] roots, Span<double> slab)
    {
        // A few rows of all columns at a time, so that the lines of the slab that are written to stay in the cache.
        const int stretch = 32;
        for (var first = 0; first < Rows; first += stretch)
        {
            var count = Math.Min(stretch, Rows - first);
            for (var k = 0; k < columns.Count; k++)
            {
                var (origin, root) = (_origins[columns.Start + k], roots[columns.Start + k]);
                var column = _columns[columns.Start + k].Span.Slice(first, count);
                for (var i = 0; i < column.Length; i++) slab[(first + i) * SlabRows + k] = (ToDouble(column[i]) - origin) * root;
            }
        }
    }

    private static double ToDouble(TElement value) => typeof(TElement) == typeof(double) ? (double)(object)value : (float)(object)value;
}
