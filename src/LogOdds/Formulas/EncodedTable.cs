using LogOdds.Data;

namespace LogOdds.Formulas;

/// <summary>A table seen through an encoding. Plain columns are not copied; functions and products of columns are computed.</summary>
internal sealed class EncodedTable
{
    private readonly (BoundPredictor Predictor, int Term)[] _columns;

    public EncodedTable(Encoding encoding, Table table)
    {
        Rows = table.Rows;
        var bound = encoding.Variables.ToDictionary(variable => variable, variable => variable.Bind(table));
        Predictors = [.. encoding.ModelTerms.SelectMany(term => term.Bind(bound))];
        _columns = new (BoundPredictor, int)[Predictors.Sum(predictor => predictor.Columns)];
        var column = 0;
        foreach (var predictor in Predictors)
            for (var (term, terms) = (0, predictor.Columns); term < terms; term++) _columns[column++] = (predictor, term);
    }

    public int Rows { get; }

    public int Columns => _columns.Length;

    /// <summary>What the design columns are read from, in order.</summary>
    public IReadOnlyList<BoundPredictor> Predictors { get; }

    /// <summary>The predictor of a design column, and which of its terms the column is.</summary>
    public (BoundPredictor Predictor, int Term) ColumnAt(int column) => _columns[column];
}
