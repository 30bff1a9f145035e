namespace LogOdds.IO;

/// <summary>The cells of a column that is read, as numbers or as codes of texts.</summary>
internal sealed class ColumnCells
{
    /// <summary>Its number in the table that is read.</summary>
    public required int Number { get; init; }

    /// <summary>Whether the table has the column.</summary>
    public required bool IsKept { get; init; }

    /// <summary>Its number among those that are kept.</summary>
    public int Place { get; set; }

    /// <summary>Its numbers; null where it holds texts.</summary>
    public Memory<double>? Numbers { get; set; }

    /// <summary>The codes of its texts.</summary>
    public Memory<int> Codes { get; set; }

    /// <summary>Whether a cell was no number.</summary>
    public volatile bool IsText;

    /// <summary>Whether the walk passes the column by.</summary>
    public volatile bool IsDone;
}
