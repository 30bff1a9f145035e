using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Formulas;

/// <summary>A variable with the values that it has in the rows of a table.</summary>
internal abstract record BoundVariable;

/// <summary>Numbers: one array a design column.</summary>
internal sealed record BoundNumeric(IReadOnlyList<NumericColumn> Columns) : BoundVariable;

/// <summary>Level codes, and what each design column is at each level.</summary>
/// <param name="Codes">One a row, or <see cref="CategoricalColumn.MissingCode"/>.</param>
/// <param name="LevelOf">The variable's level for each code; −1 for a code that no row has.</param>
/// <param name="Variable">The factor.</param>
internal sealed record BoundLevels(ReadOnlyMemory<int> Codes, int[] LevelOf, FactorVariable Variable) : BoundVariable;

/// <summary>Codes, and the bucket of each.</summary>
internal sealed record BoundBuckets(ReadOnlyMemory<int> Codes, int[] BucketOf, int Buckets) : BoundVariable;

/// <summary>Many columns of numbers, of which only the entries that are not 0 are kept.</summary>
internal sealed record BoundBlock(SparseMatrix Matrix) : BoundVariable;
