namespace LogOdds.Data;

/// <summary>
/// A categorical column by treatment coding: one 0/1 design column for each level but the first, the reference.
/// </summary>
public sealed class FactorPredictor : Predictor
{
    // Levels that no row has may be unknown: they are asked for by their rows only.
    private const int UnknownLevel = -1;

    private readonly string[] _levels;

    /// <summary>A factor with the given levels; the first is the reference.</summary>
    public FactorPredictor(string column, IEnumerable<string> levels) : base(column)
    {
        _levels = [.. levels];
        Terms = _levels.Skip(1).Select(level => $"{column}[{level}]").ToArray();
    }

    /// <summary>The levels; the first is the reference.</summary>
    public IReadOnlyList<string> Levels => _levels;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Terms { get; }

    /// <inheritdoc/>
    internal override BoundPredictor Bind(Table table)
    {
        var column = table[Column];
        // A table of one file may write levels as numbers where the other had texts among them.
        var categorical = column as CategoricalColumn
            ?? CategoricalColumn.FromTexts(Column, Enumerable.Range(0, column.Rows).Select(row => column.IsMissing(row) ? null : column.TextAt(row)));
        var code = Enumerable.Range(0, _levels.Length).ToDictionary(i => _levels[i], StringComparer.Ordinal);
        var termOf = categorical.Levels.Select(level => code.GetValueOrDefault(level, UnknownLevel) - 1).ToArray();
        if (Array.Exists(termOf, term => term < -1)) RequireKnown(table, categorical, termOf);
        return new BoundFactor(categorical.Memory, termOf);
    }

    private void RequireKnown(Table table, CategoricalColumn column, int[] termOf)
    {
        for (var row = 0; row < column.Rows; row++)
        {
            if (column.Codes[row] is var seen and not CategoricalColumn.MissingCode && termOf[seen] < -1)
                throw new UnusableDataException($"column '{Column}' has the level '{column.Levels[seen]}', which the model was not fitted with",
                    table.Describe(row), Spelling.Suggest(column.Levels[seen], _levels));
        }
    }
}
