using System.Runtime.CompilerServices;

namespace LogOdds.Numerics;

/// <summary>The Cholesky factor L of a packed symmetric positive definite matrix A = L Lᵀ.</summary>
/// <remarks>
/// Rows of L lie contiguous, so every entry is an inner product of two rows; products are taken in tiles of
/// <see cref="CrossProducts"/>, a block of columns after the other, and rows of a block on all cores. An entry is computed in one
/// way whoever computes it: the factor does not depend on the number of threads.
/// </remarks>
internal sealed class PackedCholesky : ICurvature
{
    private const int Block = 64;

    // Below this size a factor takes less time than handing out its rows.
    private const int WorthThreads = 256;

    private readonly double[] _factor;

    private PackedCholesky(int n, double[] factor)
    {
        Size = n;
        _factor = factor;
    }

    /// <summary>The number of rows.</summary>
    public int Size { get; }

    /// <summary>
    /// Factors <paramref name="packed"/> (n×n, <see cref="PackedSymmetric"/>), or returns null when it is not numerically
    /// positive definite: a pivot has lost all but <paramref name="relativePivot"/> of its diagonal entry.
    /// </summary>
    public static PackedCholesky? TryFactor(int n, ReadOnlySpan<double> packed, double relativePivot = 1e-15) =>
        TryFactorInPlace(n, packed[..PackedSymmetric.Length(n)].ToArray(), relativePivot);

    /// <summary>
    /// As <see cref="TryFactor"/>, with the factor in the place of the matrix, which is lost. Where the first <paramref name="factored"/> rows are
    /// those of a factor already, the others are appended to it.
    /// </summary>
    public static PackedCholesky? TryFactorInPlace(int n, double[] factor, double relativePivot = 1e-15, int factored = 0)
    {
        var diagonal = new double[n];
        for (var i = factored; i < n; i++) diagonal[i] = factor[PackedSymmetric.Index(i, i)];
        for (var first = 0; first < n; first += Block)
        {
            var end = Math.Min(first + Block, n);
            var (from, to, top) = (first, end, Math.Max(first, factored));
            var strips = (n - top + CrossProducts.Side - 1) / CrossProducts.Side;
            Each(strips, n, strip => SubtractProducts(factor, n, from, to, top + strip * CrossProducts.Side));
            for (var i = top; i < end; i++)
            {
                var row = factor.AsSpan(PackedSymmetric.Row(i), i + 1);
                SolveRow(factor, row, first, i);
                var within = row[first..i];
                var pivot = row[i] - VectorKernels.Dot(within, within);
                if (!(pivot > relativePivot * diagonal[i])) return null;
                row[i] = Math.Sqrt(pivot);
            }
            var below = Math.Max(end, factored);
            Each(n - below, n, k => SolveRow(factor, factor.AsSpan(PackedSymmetric.Row(below + k), below + k + 1), from, to));
        }
        return new PackedCholesky(n, factor);
    }

    /// <summary>Overwrites <paramref name="vector"/> with A⁻¹ times it.</summary>
    public void Solve(Span<double> vector)
    {
        SolveLower(vector, first: 0);
        SolveUpper(vector);
    }

    /// <summary>
    /// Overwrites <paramref name="vector"/> with L⁻¹ times it, where the entries before <paramref name="first"/> are done already. A shorter vector is
    /// solved for by the leading part of L.
    /// </summary>
    public void SolveLower(Span<double> vector, int first)
    {
        for (var i = first; i < vector.Length; i++)
        {
            var row = _factor.AsSpan(PackedSymmetric.Row(i), i + 1);
            vector[i] = (vector[i] - VectorKernels.Dot(row[..i], vector[..i])) / row[i];
        }
    }

    /// <summary>Overwrites <paramref name="vector"/> with L⁻ᵀ times it; a shorter one by the leading part.</summary>
    public void SolveUpper(Span<double> vector)
    {
        for (var i = vector.Length - 1; i >= 0; i--)
        {
            var row = _factor.AsSpan(PackedSymmetric.Row(i), i + 1);
            vector[i] /= row[i];
            VectorKernels.AddScaled(vector[..i], -vector[i], row[..i]);
        }
    }

    /// <summary>A⁻¹, packed.</summary>
    public double[] Inverse()
    {
        var inverse = new double[PackedSymmetric.Length(Size)];
        // Row j of A⁻¹ from the diagonal on, column by column of L⁻¹ (kept as rows, so that products are of contiguous numbers).
        var rows = InverseRows();
        Each(Size, Size, i =>
        {
            for (var j = 0; j <= i; j++)
                inverse[PackedSymmetric.Row(i) + j] = VectorKernels.Dot(rows[i], rows[j].AsSpan(i - j));
        });
        return inverse;
    }

    /// <summary>ln det A.</summary>
    public double LogDeterminant()
    {
        var sum = 0.0;
        for (var i = 0; i < Size; i++) sum += Math.Log(_factor[PackedSymmetric.Index(i, i)]);
        return 2 * sum;
    }

    /// <summary>Column k of L.</summary>
    public double[] FactorColumn(int k)
    {
        var column = new double[Size];
        for (var i = k; i < Size; i++) column[i] = _factor[PackedSymmetric.Index(i, k)];
        return column;
    }

    /// <summary>The rows of L⁻¹, each of <see cref="Size"/> entries: xᵀ A⁻¹ x is the sum of the squares of their products with x.</summary>
    public double[][] InverseFactor()
    {
        var columns = InverseRows();
        return [.. Enumerable.Range(0, Size).Select(i =>
        {
            var row = new double[Size];
            for (var j = 0; j <= i; j++) row[j] = columns[j][i - j];
            return row;
        })];
    }

    /// <summary>Column j of L⁻¹ from the diagonal on, for each j.</summary>
    private double[][] InverseRows()
    {
        var rows = new double[Size][];
        Each(Size, Size, j =>
        {
            var column = new double[Size - j];
            column[0] = 1 / _factor[PackedSymmetric.Index(j, j)];
            for (var i = j + 1; i < Size; i++)
            {
                var row = _factor.AsSpan(PackedSymmetric.Row(i), i + 1);
                column[i - j] = -VectorKernels.Dot(row[j..i], column.AsSpan(0, i - j)) / row[i];
            }
            rows[j] = column;
        });
        return rows;
    }

    private static void Each(int count, int size, Action<int> work) => Cores.Each(count, size >= WorthThreads, threads: 0, work);

    /// <summary>Entries first … i of a row, once the products with the columns before the block are taken off.</summary>
    private static void SolveRow(double[] factor, Span<double> row, int first, int end)
    {
        for (var j = first; j < end; j++)
        {
            var other = factor.AsSpan(PackedSymmetric.Row(j), j + 1);
            row[j] = (row[j] - VectorKernels.Dot(row[first..j], other[first..j])) / other[j];
        }
    }

    /// <summary>Takes Σₖ lᵢₖ lⱼₖ over the columns k before the block off the entries of four rows in it.</summary>
    private static void SubtractProducts(double[] factor, int n, int first, int end, int row)
    {
        if (first == 0) return;
        var kernel = new StripKernel { Factor = factor, Size = n, First = first, End = end, Row = row };
        Simd.Run(ref kernel);
    }

    private ref struct StripKernel : IKernel
    {
        public double[] Factor;
        public int Size, First, End, Row;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<T>() where T : struct, ILanes<T>
        {
            Span<double> products = stackalloc double[CrossProducts.Side * CrossProducts.Side];
            var rows = Math.Min(CrossProducts.Side, Size - Row);
            for (var column = First; column < End && column < Row + rows; column += CrossProducts.Side)
            {
                products.Clear();
                CrossProducts.Tile<T>(ref Start(Row), ref Start(Row + 1), ref Start(Row + 2), ref Start(Row + 3),
                    ref Start(column), ref Start(column + 1), ref Start(column + 2), ref Start(column + 3), First,
                    ref products[0], ref products[4], ref products[8], ref products[12]);
                for (var r = 0; r < rows; r++)
                    for (var s = 0; s < CrossProducts.Side && column + s < End && column + s <= Row + r; s++)
                        Factor[PackedSymmetric.Row(Row + r) + column + s] -= products[r * CrossProducts.Side + s];
            }
        }

        // Past the last row, the last one is taken again.
        private readonly ref double Start(int row) => ref Factor[PackedSymmetric.Row(Math.Min(row, Size - 1))];
    }
}
