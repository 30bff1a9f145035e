using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>A column of a tile file, as its directory has it.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Levels">The levels; null for numbers.</param>
/// <param name="IsSingle">Whether numbers are stored in 32 bits each.</param>
/// <param name="At">Where its values begin.</param>
/// <param name="Missing">The number of missing values.</param>
/// <param name="Summary">Mean and spread of numbers; null for categories, and where they are not finite.</param>
/// <param name="Checksums">The CRC-32C of each tile.</param>
internal sealed record TileColumn(string Name, string[]? Levels, bool IsSingle, long At, int Missing, ColumnSummary? Summary, uint[] Checksums)
{
    /// <summary>The bytes of a value.</summary>
    public int Width => Levels is null && !IsSingle ? sizeof(double) : sizeof(int);
}
