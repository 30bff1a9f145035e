using LogOdds.Data;

namespace LogOdds.Lab.Figures;

/// <summary>A value of a column and how many rows have it.</summary>
internal sealed record ValueCount(string Value, int Rows);

/// <summary>What is to be known of a column before it is used.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsNumeric">Whether it holds numbers; otherwise categories.</param>
/// <param name="Missing">Rows in which it is missing.</param>
/// <param name="Distinct">Different values; of numbers that are not whole they are counted up to <see cref="MostDistinct"/> only.</param>
/// <param name="IsMore">Whether there are more than were counted.</param>
/// <param name="Low">The least number; null for categories.</param>
/// <param name="High">The largest number; null for categories.</param>
/// <param name="Values">Its values, where they are few: all of them in their order, or the most frequent categories.</param>
/// <param name="IsConstant">Whether it is one value in all rows that have one.</param>
/// <param name="IsAllDifferent">Whether categories or whole numbers differ in every row, as in an identifier.</param>
internal sealed record ColumnFigures(string Name, bool IsNumeric, int Missing, int Distinct, bool IsMore, double? Low, double? High, IReadOnlyList<ValueCount> Values, bool IsConstant, bool IsAllDifferent)
{
    public const int MostDistinct = 1000;

    private const int MostValues = 12;

    // In a handful of rows values differ by chance.
    private const int WorthNaming = 20;

    /// <summary>The single columns of a table; blocks of sparse columns are no columns to be looked at one by one.</summary>
    public static IReadOnlyList<ColumnFigures> Of(Table table) => [.. table.Columns.Where(column => column is not SparseColumn).AsParallel().AsOrdered().Select(column => column is NumericColumn numbers ? Of(numbers) : Of((CategoricalColumn)column))];

    private static ColumnFigures Of(NumericColumn column)
    {
        var counts = new Dictionary<double, int>();
        var (missing, low, high, isWhole, isMore) = (0, double.PositiveInfinity, double.NegativeInfinity, true, false);
        foreach (var value in column.Values)
        {
            if (NumericColumn.IsMissingValue(value))
            {
                missing++;
                continue;
            }
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            isWhole = isWhole && Math.Floor(value) == value;
            // Measurements differ in most rows anyway: there is no point in counting them on.
            isMore = isMore || (!isWhole && counts.Count >= MostDistinct);
            if (!isMore) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _)++;
        }
        ValueCount[] values = isMore || counts.Count > MostValues ? [] : [.. counts.OrderBy(count => count.Key).Select(count => new ValueCount(NumericColumn.Format(count.Key), count.Value))];
        return new ColumnFigures(column.Name, true, missing, counts.Count, isMore, low <= high ? low : null, low <= high ? high : null, values, counts.Count == 1 && !isMore, isWhole && IsIdentifier(column, counts.Count));
    }

    private static ColumnFigures Of(CategoricalColumn column)
    {
        var counts = new int[column.Levels.Count];
        var missing = 0;
        foreach (var code in column.Codes)
        {
            if (code == CategoricalColumn.MissingCode) missing++;
            else counts[code]++;
        }
        var used = Enumerable.Range(0, counts.Length).Where(code => counts[code] > 0).ToArray();
        var shown = used.Length <= MostValues ? used : [.. used.OrderByDescending(code => counts[code]).Take(MostValues)];
        return new ColumnFigures(column.Name, false, missing, used.Length, false, null, null, [.. shown.Select(code => new ValueCount(column.Levels[code], counts[code]))], used.Length == 1, IsIdentifier(column, used.Length));
    }

    private static bool IsIdentifier(Column column, int distinct) => distinct == column.Rows && column.Rows >= WorthNaming;
}
