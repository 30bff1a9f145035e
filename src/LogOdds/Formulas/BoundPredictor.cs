using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Formulas;

/// <summary>One or more design columns over the rows of a table.</summary>
internal abstract record BoundPredictor
{
    /// <summary>The number of design columns.</summary>
    public abstract int Columns { get; }
}

/// <summary>Numbers, which are a design column as they are.</summary>
/// <param name="Column">The numbers; missing ones are NaN.</param>
internal sealed record BoundNumbers(NumericColumn Column) : BoundPredictor
{
    public override int Columns => 1;
}

/// <summary>Level codes, which are as many 0/1 design columns as the factor has terms.</summary>
/// <param name="Codes">One a row, or <see cref="CategoricalColumn.MissingCode"/>.</param>
/// <param name="TermOf">The term of each code, from 0; −1 for a level without a column.</param>
/// <param name="Terms">The number of terms, of which the table may lack some.</param>
internal sealed record BoundFactor(ReadOnlyMemory<int> Codes, int[] TermOf, int Terms) : BoundPredictor
{
    public override int Columns => Terms;
}

/// <summary>Many columns of numbers, of which only the entries that are not 0 are kept.</summary>
/// <param name="Matrix">The rows.</param>
internal sealed record BoundSparse(SparseMatrix Matrix) : BoundPredictor
{
    public override int Columns => Matrix.Columns;
}
