using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>Labelled rows of which only the entries that are not 0 are kept, row after row.</summary>
/// <param name="Labels">One a row.</param>
/// <param name="RowStarts">Where each row's entries begin; one more, where the last ends.</param>
/// <param name="ColumnIndices">The column of each entry, from 0, ascending within a row.</param>
/// <param name="Values">The value of each entry.</param>
/// <param name="Columns">The number of columns: one more than the largest index.</param>
public sealed record SparseRows(ReadOnlyMemory<double> Labels, ReadOnlyMemory<long> RowStarts, ReadOnlyMemory<int> ColumnIndices,
    ReadOnlyMemory<double> Values, int Columns)
{
    /// <summary>The name of the labels' column in a table.</summary>
    public const string LabelName = "label";

    /// <summary>The name of the block of sparse columns in a table.</summary>
    public const string BlockName = "x";

    /// <summary>The number of rows.</summary>
    public int Rows => Labels.Length;

    internal IRowOrigin? Origin { get; init; }

    /// <summary>The rows as a table of two columns, <c>label</c> and the block <c>x</c>; the arrays are not copied.</summary>
    public Table ToTable() => new([new NumericColumn(LabelName, Labels), new SparseColumn(BlockName, Columns, RowStarts, ColumnIndices, Values)], Origin);
}
