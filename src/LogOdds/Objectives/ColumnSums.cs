using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Objectives;

/// <summary>
/// Xᵀu by columns: the cores share out stretches of columns that the cache holds, and each walks its columns from the first row to the last. With
/// many columns that is how they lie in memory, and no sum depends on who makes it.
/// </summary>
internal sealed class ColumnSums
{
    // Half a megabyte: several u are multiplied with a stretch while it is at hand.
    private const int StretchNumbers = 1 << 16;

    // The columns that a core takes at a time where they are sparse.
    private const int SparseStretch = 1024;

    // As many entries of each u stay in the cache beside it.
    private const int BlockRows = 4096;

    private readonly int _rows;
    private readonly int _length;
    private readonly int _threads;
    private readonly IDesign[] _stretches;

    // Where columns are walked by their entries there is nothing to stretch over.
    private readonly ISparseColumns? _sparse;

    /// <summary>The sums of a design.</summary>
    public ColumnSums(IColumnDesign design, int threads)
    {
        (_rows, _threads, _sparse, _stretches) = (design.Rows, threads, design as ISparseColumns, []);
        if (_sparse is not null)
        {
            _length = SparseStretch;
            _sparse.Prepare();
            return;
        }
        var numbersPerColumn = Math.Max(1, (double)Math.Min(design.Rows, BlockRows) * design.NumbersPerRow / Math.Max(1, design.Columns));
        _length = Math.Clamp((int)(StretchNumbers / numbersPerColumn) / 8 * 8, 8, 4096);
        int[] all = [.. Enumerable.Range(0, design.Columns)];
        _stretches = [.. all.Chunk(_length).Select(columns => columns.Length == all.Length ? design : design.Select(columns))];
    }

    /// <summary>Overwrites <paramref name="sums"/> with Xᵀu for each of <paramref name="count"/> u.</summary>
    /// <param name="count">How many.</param>
    /// <param name="rows">The u, of n entries each, one behind the other.</param>
    /// <param name="sums">As many vectors with an entry a column.</param>
    public void Multiply(int count, ReadOnlyMemory<double> rows, Memory<double> sums)
    {
        var columns = sums.Length / count;
        if (_sparse is not null)
        {
            var stretches = (columns + _length - 1) / _length;
            Cores.Each(stretches * count, (long)_rows * columns >= StretchNumbers, _threads, part =>
            {
                var (k, first) = (part / stretches, part % stretches * _length);
                _sparse.Dots(first, rows.Span.Slice(k * _rows, _rows), sums.Span.Slice(k * columns + first, Math.Min(_length, columns - first)));
            });
            return;
        }
        Cores.Each(_stretches.Length, (long)_rows * columns >= StretchNumbers, _threads, stretch =>
        {
            var design = _stretches[stretch];
            var own = new double[count * design.Columns];
            var block = count == 1 || _rows <= BlockRows ? [] : new double[count * BlockRows];
            for (var start = 0; start < _rows; start += BlockRows)
            {
                var taken = new RowBlock(start, Math.Min(BlockRows, _rows - start));
                if (count == 1)
                {
                    design.AddTransposed(taken, rows.Span.Slice(start, taken.Count), own);
                    continue;
                }
                if (block.Length == 0)
                {
                    design.AddTransposedMany(taken, count, rows.Span, own);
                    continue;
                }
                for (var k = 0; k < count; k++) rows.Span.Slice(k * _rows + start, taken.Count).CopyTo(block.AsSpan(k * taken.Count));
                design.AddTransposedMany(taken, count, block.AsSpan(0, count * taken.Count), own);
            }
            for (var k = 0; k < count; k++) own.AsSpan(k * design.Columns, design.Columns).CopyTo(sums.Span[(k * columns + stretch * _length)..]);
        });
    }
}
