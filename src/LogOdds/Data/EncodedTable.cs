namespace LogOdds.Data;

/// <summary>A table seen through an encoding: nothing is copied.</summary>
internal sealed class EncodedTable
{
    private readonly (BoundPredictor Predictor, int Term)[] _columns;

    public EncodedTable(Encoding encoding, Table table)
    {
        Rows = table.Rows;
        Predictors = [.. encoding.Predictors.Select(predictor => predictor.Bind(table))];
        _columns = [.. encoding.Predictors.Zip(Predictors).SelectMany(pair => Enumerable.Range(0, pair.First.Terms.Count).Select(term => (pair.Second, term)))];
    }

    public int Rows { get; }

    public int Columns => _columns.Length;

    /// <summary>The predictors, in order.</summary>
    public IReadOnlyList<BoundPredictor> Predictors { get; }

    /// <summary>The predictor of a design column, and which of its terms the column is.</summary>
    public (BoundPredictor Predictor, int Term) ColumnAt(int column) => _columns[column];
}
