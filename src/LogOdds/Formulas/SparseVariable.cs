using LogOdds.Data;

namespace LogOdds.Formulas;

/// <summary>A block of sparse columns as it is, as wide as it was in the rows of the fit: <c>x[1]</c>, <c>x[2]</c>, …</summary>
public sealed class SparseVariable : BlockVariable
{
    internal SparseVariable(string column, int width) : base(column, [column]) => Width = width;

    /// <summary>The number of columns.</summary>
    public int Width { get; }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> ColumnNames(bool isFull) => new NumberedNames(Text, Width);

    /// <inheritdoc/>
    /// <remarks>Columns that the fit did not see have no coefficient and are passed over; those that are not there are 0.</remarks>
    internal override BoundVariable Bind(Table table) => table[Columns[0]] is SparseColumn block ? new BoundBlock(block.Matrix.WithWidth(Width))
        : throw new UnusableDataException($"column '{Columns[0]}' is a single column; the model was fitted to a block of {Width}", remedy: "Give the data in the form that the model was fitted to, svmlight or a block of sparse columns.");
}
