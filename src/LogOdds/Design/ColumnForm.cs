namespace LogOdds.Design;

/// <summary>What a design column is read from.</summary>
internal enum ColumnForm
{
    /// <summary>Numbers: they can stand about their mean.</summary>
    Numbers,

    /// <summary>A level of a factor: 0 or 1.</summary>
    Level,

    /// <summary>A block of which only the entries that are not 0 are kept.</summary>
    Sparse,
}
