using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>
/// A dense design over columns where they lie: nothing is copied. Column j of X is the stored column less its origin oⱼ, taken
/// off as it is loaded, so that columns far from 0 for their spread lose no digits in products.
/// </summary>
/// <remarks>A vector lane is one row, four columns are walked at a time, and the sums over rows stay in registers.</remarks>
/// <typeparam name="TElement">How numbers are stored, <see cref="double"/> or <see cref="float"/>; sums are of doubles always.</typeparam>
public sealed class DenseDesign<TElement> : IDesign where TElement : unmanaged
{
    // The rows of a slab of Xᵀ diag(d) X: long enough for sums that stay in registers, short enough for a panel in the cache.
    private const int SlabRows = 256;

    private readonly ReadOnlyMemory<TElement>[] _columns;
    private readonly double[] _origins;

    /// <summary>A design over columns.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">p columns of n numbers, which are not copied and must not change.</param>
    /// <param name="origins">oⱼ, one a column; empty means 0.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or numbers are stored neither as double nor as float.</exception>
    public DenseDesign(int rows, IReadOnlyList<ReadOnlyMemory<TElement>> columns, IReadOnlyList<double>? origins = null)
    {
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
        eta.Clear();
        Span<double> coefficients = stackalloc double[4];
        for (var j = 0; j < _columns.Length; j += 4)
        {
            // Past the last column, the last one is walked again with the coefficient 0.
            var last = Math.Min(j + 3, _columns.Length - 1);
            coefficients.Clear();
            beta[j..(last + 1)].CopyTo(coefficients);
            var kernel = new CombinationKernel<TElement>
            {
                X0 = ref Start(j, rows),
                X1 = ref Start(Math.Min(j + 1, last), rows),
                X2 = ref Start(Math.Min(j + 2, last), rows),
                X3 = ref Start(last, rows),
                Origins = _origins.AsSpan(j, 4),
                Coefficients = coefficients,
                Eta = eta[..rows.Count],
            };
            Simd.Run(ref kernel);
        }
    }

    /// <inheritdoc/>
    public void AddTransposed(RowBlock rows, ReadOnlySpan<double> residual, Span<double> gradient)
    {
        Span<double> sums = stackalloc double[4];
        for (var j = 0; j < _columns.Length; j += 4)
        {
            var last = Math.Min(j + 3, _columns.Length - 1);
            sums.Clear();
            var kernel = new TransposedKernel<TElement>
            {
                X0 = ref Start(j, rows),
                X1 = ref Start(Math.Min(j + 1, last), rows),
                X2 = ref Start(Math.Min(j + 2, last), rows),
                X3 = ref Start(last, rows),
                Origins = _origins.AsSpan(j, 4),
                Residual = residual[..rows.Count],
                Gradient = sums,
            };
            Simd.Run(ref kernel);
            for (var k = j; k <= last; k++) gradient[k] += sums[k - j];
        }
    }

    /// <inheritdoc/>
    public void AddSandwich(RowBlock rows, ReadOnlySpan<double> curvature, Span<double> packedHessian)
    {
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
            Center(slab, curvature.Slice(start, slab.Count), stride, centered, weighted);
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

    /// <summary>X and diag(d) X of a slab, column after column.</summary>
    private void Center(RowBlock slab, ReadOnlySpan<double> curvature, int stride, Span<double> centered, Span<double> weighted)
    {
        for (var j = 0; j < _columns.Length; j++)
        {
            var kernel = new CenteredKernel<TElement>
            {
                X = ref Start(j, slab),
                Origin = _origins[j],
                Curvature = curvature,
                Centered = centered.Slice(j * stride, slab.Count),
                Weighted = weighted.Slice(j * stride, slab.Count),
            };
            Simd.Run(ref kernel);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TElement Start(int column, RowBlock rows) =>
        ref MemoryMarshal.GetReference(_columns[column].Span.Slice(rows.Start, rows.Count));
}
