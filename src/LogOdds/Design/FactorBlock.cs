namespace LogOdds.Design;

/// <summary>A factor in a design of p columns: level codes, never written out as 0/1 columns.</summary>
/// <param name="Codes">One a row; −1 where the level is missing.</param>
/// <param name="ColumnOf">
/// The design column of each code, one place on: the first entry is that of missing levels, p + 1. The entry of a level without a
/// column, such as the reference, is p.
/// </param>
internal sealed record FactorBlock(ReadOnlyMemory<int> Codes, int[] ColumnOf)
{
    /// <summary>Entries for so many levels, none of which has a column yet.</summary>
    public static int[] WithoutColumns(int levels, int columns) => [columns + 1, .. Enumerable.Repeat(columns, levels)];
}
