using System.Runtime.InteropServices;
using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Numerics;

namespace LogOdds;

/// <summary>
/// A few rows of all processes from which an encoding can be learned as from all of them: every level and every class stands in one of them, and
/// of a number it shows whether it is other than 0 and 1.
/// </summary>
internal static class ExampleRows
{
    // Of a number it is enough to see whether it has more than two values.
    private const int FewValues = 3;

    // So many different values are no classes.
    private const int ManyValues = 1000;

    /// <summary>The rows: all of the table where one process holds them.</summary>
    /// <param name="own">The rows of this process, without missing values.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="side">Its right-hand side.</param>
    /// <param name="ranks">The processes.</param>
    /// <exception cref="UnusableDataException">A column is a block of sparse columns.</exception>
    public static Table Of(Table own, Formula formula, RightSide side, ICommunicator ranks)
    {
        if (ranks.Size == 1) return own;
        if (own.Columns.FirstOrDefault(column => column is SparseColumn) is { } block)
            throw new UnusableDataException($"column '{block.Name}' is a block of sparse columns, which are not shared out over several processes", remedy: "Fit in one process.");
        var factors = side.Variables.OfType<CallNode>().Where(call => call.Function is "C" or "factor").SelectMany(call => call.Columns).ToHashSet(StringComparer.Ordinal);
        var rows = new SortedSet<int>();
        foreach (var column in own.Columns) AddFirst(rows, column, column is CategoricalColumn || factors.Contains(column.Name) ? int.MaxValue : FewValues);
        if (formula.Left is not CallNode { Function: "cbind" })
            AddFirst(rows, formula.Left is NameNode name ? own[name.Name] : new NumericColumn("", Arithmetic.Evaluate(formula.Left, own)), ManyValues);
        var examples = own.Select([.. rows]);
        return new Table(examples.Columns.Select(column => Over(column, ranks)));
    }

    /// <summary>Adds the first row of each value, up to a number of values.</summary>
    private static void AddFirst(SortedSet<int> rows, Column column, int most)
    {
        var seen = new HashSet<double>();
        if (column is CategoricalColumn texts)
        {
            var codes = texts.Codes;
            for (var row = 0; row < codes.Length && seen.Count < texts.Levels.Count; row++)
                if (seen.Add(codes[row])) rows.Add(row);
            return;
        }
        // Most numbers are among the last two: classes and indicators are walked to the end.
        var values = ((NumericColumn)column).Values;
        var (last, before) = (double.NaN, double.NaN);
        for (var row = 0; row < values.Length && seen.Count < most; row++)
        {
            if (values[row] == last || values[row] == before) continue;
            (before, last) = (last, values[row]);
            if (seen.Add(last)) rows.Add(row);
        }
    }

    private static Column Over(Column own, ICommunicator ranks) => own is NumericColumn numbers
        ? new NumericColumn(own.Name, ranks.Gather(MemoryMarshal.AsBytes(numbers.Values)).SelectMany(bytes => MemoryMarshal.Cast<byte, double>(bytes).ToArray()).ToArray())
        : CategoricalColumn.FromTexts(own.Name, ranks.GatherTexts([.. Enumerable.Range(0, own.Rows).Select(own.TextAt)]).SelectMany(texts => texts));
}
