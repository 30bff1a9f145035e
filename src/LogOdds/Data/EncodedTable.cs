namespace LogOdds.Data;

/// <summary>A table seen through an encoding: its design columns, block by block.</summary>
internal sealed class EncodedTable
{
    private readonly (PredictorReader Reader, int Term)[] _columns;

    public EncodedTable(Encoding encoding, Table table)
    {
        Rows = table.Rows;
        _columns = [.. encoding.Predictors.SelectMany(predictor =>
        {
            var reader = predictor.Bind(table);
            return Enumerable.Range(0, predictor.Terms.Count).Select(term => (reader, term));
        })];
    }

    public int Rows { get; }

    public int Columns => _columns.Length;

    /// <summary>Writes a design column's values from row <paramref name="start"/> on; NaN where the raw value is missing.</summary>
    public void Read(int column, int start, Span<double> values) => _columns[column].Reader.Read(_columns[column].Term, start, values);

    /// <summary>A reader of some of the columns, by their new places.</summary>
    public ColumnReader Select(int[] columns) => (column, start, values) => Read(columns[column], start, values);
}
