using LogOdds.Numerics;

namespace LogOdds.Data;

/// <summary>The response column and its two classes; the second counts as 1.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Negative">The label that counts as 0.</param>
/// <param name="Positive">The label that counts as 1.</param>
public sealed record ResponseCoding(string Column, string Negative, string Positive)
{
    /// <summary>Learns the two classes; the larger counts as 1 (1 of 0/1, "yes" of no/yes) unless <paramref name="positive"/> is given.</summary>
    /// <exception cref="UnusableDataException">There are not exactly two classes, or <paramref name="positive"/> is not one of them.</exception>
    public static ResponseCoding Learn(Column column, string? positive)
    {
        var classes = Classes(column);
        if (classes.Count != 2)
        {
            const int shown = 6;
            var list = string.Join(", ", classes.Take(shown)) + (classes.Count > shown ? ", …" : "");
            throw new UnusableDataException(classes.Count switch
            {
                0 => $"the response '{column.Name}' has no values",
                1 => $"the response '{column.Name}' is always {classes[0]}: there is nothing to tell apart",
                _ => $"the response '{column.Name}' has {classes.Count} different values ({list}); a binary fit needs exactly two",
            }, remedy: classes.Count switch
            {
                < 2 => "Check the rows that were selected, and that rows of the other class are not all dropped for missing values.",
                _ => "Keep the rows of two classes, or make a column that says yes or no.",
            });
        }
        if (positive is not null && column is NumericColumn && !double.IsNaN(Number(positive))) positive = NumericColumn.Format(Number(positive));
        if (positive is null || positive == classes[1]) return new ResponseCoding(column.Name, classes[0], classes[1]);
        if (positive == classes[0]) return new ResponseCoding(column.Name, classes[1], classes[0]);
        throw new UnusableDataException($"the response '{column.Name}' has no class '{positive}'", remedy: $"Its classes are '{classes[0]}' and '{classes[1]}'.");
    }

    /// <summary>The response as 0 and 1: the column itself where it is that already.</summary>
    /// <exception cref="UnusableDataException">As in <see cref="Encode"/>.</exception>
    internal ReadOnlyMemory<double> Values(Table table) =>
        table[Column] is NumericColumn column && Number(Negative) == 0 && Number(Positive) == 1 && VectorKernels.AreZeroOrOne(column.Values)
            ? column.Memory : Encode(table);

    /// <summary>The response as 0 and 1; NaN where it is missing.</summary>
    /// <exception cref="UnusableDataException">A label is neither class.</exception>
    public double[] Encode(Table table)
    {
        var column = table[Column];
        var y = new double[column.Rows];
        var (negative, positive) = (Number(Negative), Number(Positive));
        for (var row = 0; row < y.Length; row++)
        {
            if (column.IsMissing(row)) y[row] = double.NaN;
            else if (column is NumericColumn numeric && numeric.Values[row] is var value && (value == negative || value == positive)) y[row] = value == positive ? 1 : 0;
            else if (column.TextAt(row) is var text && (text == Negative || text == Positive)) y[row] = text == Positive ? 1 : 0;
            else
                throw new UnusableDataException($"the response '{Column}' is '{column.TextAt(row)}'", table.Describe(row),
                    $"The model knows the classes '{Negative}' and '{Positive}'.");
        }
        return y;
    }

    private static double Number(string label) =>
        double.TryParse(label, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    // At most a handful of different values is of interest: a message shows the first few.
    private static List<string> Classes(Column column)
    {
        if (column is CategoricalColumn categorical) return [.. categorical.UsedLevels().Order(CategoricalColumn.LevelOrder)];
        var numeric = (NumericColumn)column;
        if (VectorKernels.AreZeroOrOne(numeric.Values) && numeric.Values.Contains(0) && numeric.Values.Contains(1)) return ["0", "1"];
        var values = new SortedSet<double>();
        double? last = null, other = null;
        foreach (var value in numeric.Values)
        {
            // The two values that were seen last are in the set already.
            if (value == last || value == other || NumericColumn.IsMissingValue(value)) continue;
            values.Add(value);
            (last, other) = (value, last);
        }
        return [.. values.Select(NumericColumn.Format)];
    }
}
