using LogOdds.Numerics;

namespace LogOdds.Data;

/// <summary>Rows in groups by the values of a column.</summary>
/// <param name="Codes">The group of each row, from 0 in order of appearance.</param>
/// <param name="Count">The number of groups.</param>
internal sealed record GroupCodes(int[] Codes, int Count)
{
    /// <summary>The groups of a column without missing values.</summary>
    public static GroupCodes Of(Column column)
    {
        if (column is SparseColumn) throw new UnusableDataException($"column '{column.Name}' is a block of columns, which makes no groups");
        var codes = new int[column.Rows];
        var codeOf = new Dictionary<double, int>();
        for (var row = 0; row < codes.Length; row++)
        {
            var value = column is NumericColumn numbers ? numbers.Values[row] : ((CategoricalColumn)column).Codes[row];
            if (!codeOf.TryGetValue(value, out codes[row])) codeOf[value] = codes[row] = codeOf.Count;
        }
        return new GroupCodes(codes, codeOf.Count);
    }

    /// <summary>The same groups, numbered over the rows of all processes.</summary>
    /// <param name="ranks">The processes.</param>
    /// <param name="column">The column that the groups are of.</param>
    public GroupCodes Over(ICommunicator ranks, Column column)
    {
        if (ranks.Size == 1) return this;
        var names = new string[Count];
        for (var row = 0; row < Codes.Length; row++) names[Codes[row]] ??= column.TextAt(row);
        var all = ranks.GatherTexts(names).SelectMany(own => own).Distinct(StringComparer.Ordinal).ToArray();
        var codeOf = Enumerable.Range(0, all.Length).ToDictionary(code => all[code], StringComparer.Ordinal);
        return new GroupCodes(Array.ConvertAll(Codes, code => codeOf[names[code]]), all.Length);
    }
}
