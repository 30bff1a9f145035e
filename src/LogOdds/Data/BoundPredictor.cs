namespace LogOdds.Data;

/// <summary>A predictor with the column of a table that it reads.</summary>
internal abstract record BoundPredictor;

/// <summary>Numbers, which are a design column as they are.</summary>
/// <param name="Column">The numbers; missing ones are NaN.</param>
internal sealed record BoundNumbers(NumericColumn Column) : BoundPredictor;

/// <summary>Level codes, which are as many 0/1 design columns as the factor has terms.</summary>
/// <param name="Codes">One a row, or <see cref="CategoricalColumn.MissingCode"/>.</param>
/// <param name="TermOf">The term of each code, from 0; −1 for the reference level.</param>
internal sealed record BoundFactor(ReadOnlyMemory<int> Codes, int[] TermOf) : BoundPredictor;
