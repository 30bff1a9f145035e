using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds;

/// <summary>The columns a fit uses and the rows in which none of them is missing.</summary>
/// <param name="Table">Those columns and rows.</param>
/// <param name="Read">Rows before any was dropped.</param>
/// <param name="MissingByColumn">For each column with missing values, how many.</param>
internal sealed record UsableRows(Table Table, int Read, IReadOnlyDictionary<string, long> MissingByColumn)
{
    // Below this many numbers, handing columns out to threads costs more than it saves.
    private const long WorthThreads = 1 << 16;

    /// <summary>Selects them.</summary>
    /// <param name="table">The table.</param>
    /// <param name="formulaColumns">The columns that the formula is made of.</param>
    /// <param name="options">What other columns are used, and what is done about missing values.</param>
    /// <exception cref="UnusableDataException">A column is absent or of the wrong kind, a value is not finite, missing values are not allowed, or no row is left.</exception>
    public static UsableRows Of(Table table, IEnumerable<string> formulaColumns, FitOptions options)
    {
        var numbersOnly = new[] { options.Weights, options.Offset }.OfType<string>().ToArray();
        string[] groupings = [.. new[] { options.Cluster, options.Strata }.OfType<string>()];
        foreach (var name in numbersOnly)
            if (table[name] is not NumericColumn)
                throw new UnusableDataException($"column '{name}' holds text; {(name == options.Weights ? "weights" : "offsets")} are numbers");

        Column[] columns = [.. formulaColumns.Concat(numbersOnly).Concat(groupings).Distinct().Select(name => table[name])];
        var counts = CountMissing(table, columns, options.Threads);
        var missing = new Dictionary<string, long>();
        for (var k = 0; k < counts.Length; k++)
            if (counts[k] > 0) missing.Add(columns[k].Name, counts[k]);
        var used = new Table(columns, new SameRows(table));
        if (missing.Count == 0)
        {
            if (table.Rows == 0) throw new UnusableDataException("the table has no rows");
            return new UsableRows(used, table.Rows, missing);
        }

        var complete = Enumerable.Range(0, table.Rows).Where(row => !columns.Any(column => column.IsMissing(row))).ToArray();
        if (options.Missing == MissingValues.Fail)
        {
            var first = Enumerable.Range(0, table.Rows).First(row => columns.Any(column => column.IsMissing(row)));
            throw new UnusableDataException($"{table.Rows - complete.Length} of {table.Rows} rows have missing values, the first in column '{columns.First(c => c.IsMissing(first)).Name}'",
                table.Describe(first), "Fill them in, or let the rows be dropped.");
        }
        if (complete.Length == 0)
            throw new UnusableDataException($"every row has a missing value ({string.Join(", ", missing.Select(m => $"{m.Key}: {m.Value}"))})",
                remedy: "Leave out the columns that are mostly empty.");
        return new UsableRows(used.Select(complete), table.Rows, missing);
    }

    /// <summary>The missing values of each column, all others of which are finite.</summary>
    private static int[] CountMissing(Table table, Column[] columns, int threads)
    {
        var counts = new int[columns.Length];
        // −1 where a column has to be looked at value by value.
        void Count(int k) => counts[k] = columns[k] is NumericColumn numeric ? (numeric.Summary.IsFinite ? 0 : -1) : columns[k].CountMissing();
        Cores.Each(columns.Length, (long)table.Rows * columns.Length >= WorthThreads, threads, Count);
        for (var k = 0; k < columns.Length; k++)
        {
            if (counts[k] >= 0) continue;
            RequireFinite(table, (NumericColumn)columns[k]);
            counts[k] = columns[k].CountMissing();
        }
        return counts;
    }

    private static void RequireFinite(Table table, NumericColumn column)
    {
        var values = column.Values;
        for (var row = 0; row < values.Length; row++)
            if (!double.IsFinite(values[row]) && !NumericColumn.IsMissingValue(values[row]))
                throw new UnusableDataException($"column '{column.Name}' holds {NumericColumn.Format(values[row])}, which is not a finite number",
                    table.Describe(row), "Correct it, or leave it empty to have the row dropped.");
    }

    private sealed class SameRows(Table table) : IRowOrigin
    {
        public string Describe(int row) => table.Describe(row);
    }
}
