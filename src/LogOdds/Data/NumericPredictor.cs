namespace LogOdds.Data;

/// <summary>A numeric column, which enters the design as it is.</summary>
public sealed class NumericPredictor(string column) : Predictor(column)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Terms { get; } = [column];

    /// <inheritdoc/>
    internal override BoundPredictor Bind(Table table)
    {
        if (table[Column] is not NumericColumn numeric)
            throw new UnusableDataException($"column '{Column}' holds text; the model knows it as numbers",
                table.Describe(FirstText(table[Column])), "Check the decimal mark and look for stray text in the column.");
        return new BoundNumbers(numeric);
    }

    private static int FirstText(Column column)
    {
        var row = 0;
        while (row < column.Rows - 1 && column.IsMissing(row)) row++;
        return row;
    }
}
