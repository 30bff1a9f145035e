namespace LogOdds.Data;

/// <summary>Arrays as a table of the columns y, x1, x2, …</summary>
internal static class ArrayTable
{
    public const string Response = "y";
    public const string Block = "x";

    public static Table Create(int rows, int columns, Func<int, int, double> value, ReadOnlySpan<double> response)
    {
        if (response.Length != rows) throw new ArgumentException($"There are {rows} rows of features and {response.Length} responses.", nameof(response));
        var table = new Column[columns + 1];
        table[0] = new NumericColumn(Response, response.ToArray());
        for (var j = 0; j < columns; j++)
        {
            var values = new double[rows];
            for (var i = 0; i < rows; i++) values[i] = value(i, j);
            table[j + 1] = new NumericColumn($"x{j + 1}", values);
        }
        return new Table(table);
    }
}
