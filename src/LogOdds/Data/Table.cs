using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;

namespace LogOdds.Data;

/// <summary>An immutable table of named columns of equal length.</summary>
public sealed class Table
{
    private readonly Dictionary<string, Column> _byName;
    private readonly IRowOrigin? _origin;

    /// <summary>A table of <paramref name="columns"/>.</summary>
    /// <param name="columns">One or more columns of equal length with different names.</param>
    /// <param name="origin">Where the rows came from; null numbers them from 1.</param>
    /// <exception cref="UnusableDataException">No column, unequal lengths, or a name that stands twice.</exception>
    public Table(IEnumerable<Column> columns, IRowOrigin? origin = null)
    {
        Columns = [.. columns];
        _origin = origin;
        if (Columns.Count == 0) throw new UnusableDataException("the table has no columns");
        Rows = Columns[0].Rows;
        _byName = new Dictionary<string, Column>(StringComparer.Ordinal);
        foreach (var column in Columns)
        {
            if (column.Rows != Rows)
                throw new UnusableDataException($"column '{column.Name}' has {column.Rows} rows, column '{Columns[0].Name}' has {Rows}");
            if (!_byName.TryAdd(column.Name, column))
                throw new UnusableDataException($"two columns are named '{column.Name}'", remedy: "Rename one of them.");
        }
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>Where the rows came from; null for rows that are numbered.</summary>
    internal IRowOrigin? Origin => _origin;

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The column named <paramref name="name"/>, by exact spelling.</summary>
    /// <exception cref="UnusableDataException">There is none; the message gives the nearest name.</exception>
    public Column this[string name] => TryGetColumn(name, out var column)
        ? column
        : throw new UnusableDataException($"there is no column '{name}'",
            remedy: Spelling.Suggest(name, Columns.Select(c => c.Name)));

    /// <summary>Whether there is a column named <paramref name="name"/>, and which.</summary>
    public bool TryGetColumn(string name, [NotNullWhen(true)] out Column? column) => _byName.TryGetValue(name, out column);

    /// <summary>The place of <paramref name="row"/> for a message: file and line, or the number of the row from 1.</summary>
    public string Describe(int row) => _origin?.Describe(row) ?? $"row {row + 1}";

    /// <summary>The table with the given rows only, in the given order.</summary>
    public Table Select(ReadOnlySpan<int> rows)
    {
        var selected = new Column[Columns.Count];
        for (var i = 0; i < selected.Length; i++) selected[i] = Columns[i].Select(rows);
        return new Table(selected, new SelectedRows(this, rows.ToArray()));
    }

    /// <summary>
    /// The rows in which <paramref name="column"/> equals <paramref name="value"/>; numbers are compared as numbers.
    /// </summary>
    /// <exception cref="UnusableDataException">No such column, or no such row.</exception>
    public Table Where(string column, string value)
    {
        var source = this[column];
        var rows = new List<int>();
        var asNumber = source is NumericColumn && double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number : double.NaN;
        for (var row = 0; row < Rows; row++)
            if (source is NumericColumn numeric ? numeric.Values[row] == asNumber : !source.IsMissing(row) && source.TextAt(row) == value)
                rows.Add(row);
        if (rows.Count == 0)
            throw new UnusableDataException($"no row has {column} = {value}",
                remedy: source is CategoricalColumn c ? Spelling.Suggest(value, c.Levels) : null);
        return Select([.. rows]);
    }

    /// <summary>
    /// A table of objects' properties: numbers become numeric columns; texts, booleans and enumerations become categories
    /// (booleans as "false" and "true"); null is missing. A column is named for the property its selector reads.
    /// </summary>
    /// <param name="items">The objects, one a row.</param>
    /// <param name="properties">Selectors such as <c>s =&gt; s.Hours</c>.</param>
    /// <exception cref="ArgumentException">A selector is not a plain property or field access.</exception>
    public static Table From<T>(IEnumerable<T> items, params Expression<Func<T, object?>>[] properties)
    {
        var rows = items as IReadOnlyCollection<T> ?? [.. items];
        return new Table(properties.Select(property => PropertyColumn.Read(rows, property)));
    }

    private sealed class SelectedRows(Table source, int[] rows) : IRowOrigin
    {
        public string Describe(int row) => source.Describe(rows[row]);
    }
}
