using LogOdds.Numerics;

namespace LogOdds.Data;

/// <summary>
/// A block of many columns of numbers under one name, of which only the entries that are not 0 are kept: counts of words, marks of
/// levels, a file of svmlight. In a formula it is one term; its coefficients are called <c>x[1]</c>, <c>x[2]</c>, … No value is missing.
/// </summary>
public sealed class SparseColumn : Column
{
    /// <summary>A block over compressed rows, which are not copied and must not change afterwards.</summary>
    /// <param name="name">The name of the block.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="rowStarts">Where the entries of each row begin; one more, where the last ends: ascending from 0.</param>
    /// <param name="indices">The column of each entry, from 0, ascending within a row.</param>
    /// <param name="values">The value of each entry, finite.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, an index is out of range, out of order or stands twice in a row, or a value is not finite.</exception>
    public SparseColumn(string name, int width, ReadOnlyMemory<long> rowStarts, ReadOnlyMemory<int> indices, ReadOnlyMemory<double> values)
        : this(name, SparseRowsCheck.Checked(width, rowStarts, indices, values))
    {
    }

    internal SparseColumn(string name, SparseMatrix matrix) : base(name, matrix.Rows) => Matrix = matrix;

    /// <summary>The number of columns.</summary>
    public int Width => Matrix.Columns;

    /// <summary>The number of entries that are kept.</summary>
    public int Entries => Matrix.Entries;

    internal SparseMatrix Matrix { get; }

    /// <summary>The columns of a row's entries, from 0.</summary>
    public ReadOnlySpan<int> IndicesOf(int row) => Matrix.Row(row).Indices.Span;

    /// <summary>The values of a row's entries.</summary>
    public ReadOnlySpan<double> ValuesOf(int row) => Matrix.Row(row).Values.Span;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => false;

    /// <summary>The entries as svmlight writes them, columns counted from 1: <c>3:0.5 17:1</c>.</summary>
    public override string TextAt(int row)
    {
        var (indices, values) = Matrix.Row(row);
        return string.Join(' ', Enumerable.Range(0, indices.Length).Select(k => $"{indices.Span[k] + 1}:{NumericColumn.Format(values.Span[k])}"));
    }

    /// <inheritdoc/>
    public override int CountMissing() => 0;

    /// <inheritdoc/>
    public override Column Select(ReadOnlySpan<int> rows) => new SparseColumn(Name, Matrix.SelectRows(rows));
}
