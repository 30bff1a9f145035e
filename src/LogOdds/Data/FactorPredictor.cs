namespace LogOdds.Data;

/// <summary>
/// A categorical column by treatment coding: one 0/1 design column for each level but the first, the reference.
/// </summary>
public sealed class FactorPredictor : Predictor
{
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
    internal override PredictorReader Bind(Table table)
    {
        var column = table[Column];
        // A table of one file may write levels as numbers where the other had texts among them.
        var categorical = column as CategoricalColumn
            ?? CategoricalColumn.FromTexts(Column, Enumerable.Range(0, column.Rows).Select(row => column.IsMissing(row) ? null : column.TextAt(row)));
        var code = Enumerable.Range(0, _levels.Length).ToDictionary(i => _levels[i], StringComparer.Ordinal);
        var known = categorical.Levels.Select(level => code.GetValueOrDefault(level, -1)).ToArray();
        for (var row = 0; row < column.Rows; row++)
        {
            if (categorical.Codes[row] is var seen and not CategoricalColumn.MissingCode && known[seen] < 0)
                throw new UnusableDataException($"column '{Column}' has the level '{categorical.Levels[seen]}', which the model was not fitted with",
                    table.Describe(row), Spelling.Suggest(categorical.Levels[seen], _levels));
        }
        return new Reader(categorical, known);
    }

    private sealed class Reader(CategoricalColumn column, int[] known) : PredictorReader
    {
        public override void Read(int term, int start, Span<double> values)
        {
            var codes = column.Codes;
            for (var i = 0; i < values.Length; i++)
                values[i] = codes[start + i] is var code and not CategoricalColumn.MissingCode ? (known[code] == term + 1 ? 1 : 0) : double.NaN;
        }
    }
}
