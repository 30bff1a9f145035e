using System.Security.Cryptography;
using LogOdds.Data;

namespace LogOdds.Lab.Workbench;

/// <summary>A table in memory.</summary>
/// <param name="Id">What the page asks for it by.</param>
/// <param name="Table">The table.</param>
/// <param name="File">The name of its file, as the reader knows it.</param>
/// <param name="Target">The column that is usually explained; null where that is not known.</param>
internal sealed record OpenedTable(string Id, Table Table, string File, string? Target) : IHeld
{
    public long Bytes { get; } = BytesOf(Table);

    public static OpenedTable Of(Table table, string file, string? target = null) => new(NewId(), table, file, target);

    /// <summary>An id that nobody can guess.</summary>
    public static string NewId() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>About how much memory the values of a table take.</summary>
    public static long BytesOf(Table table) => table.Columns.Sum(column => (long)column.Rows * (column is NumericColumn ? sizeof(double) : sizeof(int)));
}
