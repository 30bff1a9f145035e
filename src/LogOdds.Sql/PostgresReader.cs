using LogOdds.Data;
using Npgsql;

namespace LogOdds.Sql;

/// <summary>
/// Reads the rows of a query from PostgreSQL, by binary <c>copy</c>. Numbers and truth values become numeric columns, texts and enumerations
/// categories, nulls missing values; all rows are of one state of the data.
/// </summary>
public static class PostgresReader
{
    // Enough to make a block's own cost small.
    private const int BlockRows = 1 << 16;

    /// <summary>All rows as a table.</summary>
    /// <inheritdoc cref="ReadBlocks"/>
    public static Table Read(string connection, string query, SqlOptions? options = null, CancellationToken cancellation = default)
    {
        Table[] blocks = [.. ReadBlocks(connection, query, options, cancellation)];
        if (blocks.Length == 0) throw new UnusableDataException("the query gives no row");
        return blocks.Length == 1 ? blocks[0] : new Table(blocks[0].Columns.Select((column, j) => Join(column, [.. blocks.Select(block => block.Columns[j])])));
    }

    /// <summary>The rows in blocks of some thousands, one after the other.</summary>
    /// <param name="connection">As Npgsql writes it: <c>Host=localhost;Database=wards;Username=reader</c>.</param>
    /// <param name="query">One select.</param>
    /// <param name="options">How it is asked; null for an hour's time.</param>
    /// <param name="cancellation">Asked once a block.</param>
    /// <exception cref="UnusableDataException">The database cannot be used or refuses the query, or a column is neither number nor text.</exception>
    /// <exception cref="OperationCanceledException">It was asked for.</exception>
    public static IEnumerable<Table> ReadBlocks(string connection, string query, SqlOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SqlOptions();
        options.Validate();
        var statement = SqlQuery.Of(query);
        return Blocks(connection, statement, options, cancellation);
    }

    private static IEnumerable<Table> Blocks(string connection, string query, SqlOptions options, CancellationToken cancellation)
    {
        using var opened = Answered(() => PostgresConnector.Open(connection, options));
        var columns = Answered(() => PostgresConnector.Describe(opened, query));
        foreach (var column in columns)
            if (column.Kind == SqlColumnKind.Other) throw column.Unusable();
        var dialect = SqlDialect.PostgreSql;
        var chosen = columns.Select(column => column.Kind switch
        {
            SqlColumnKind.Truth => $"t.{dialect.Identifier(column.Name)}::int::float8",
            SqlColumnKind.Text => $"t.{dialect.Identifier(column.Name)}::text",
            _ => $"t.{dialect.Identifier(column.Name)}::float8",
        });
        using var rows = Answered(() => opened.BeginBinaryExport($"copy (select {string.Join(", ", chosen)} from ({query}) as t) to stdout (format binary)"));
        while (Answered(() => Block(rows, columns)) is { } block)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return block;
            if (block.Rows < BlockRows) yield break;
        }
    }

    private static Table? Block(NpgsqlBinaryExporter rows, SqlColumn[] columns)
    {
        var count = 0;
        var (numbers, texts) = (new double[columns.Length][], new string?[columns.Length][]);
        for (var j = 0; j < columns.Length; j++)
        {
            if (columns[j].Kind == SqlColumnKind.Text) texts[j] = new string?[BlockRows];
            else numbers[j] = new double[BlockRows];
        }
        for (; count < BlockRows && rows.StartRow() >= 0; count++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                if (rows.IsNull)
                {
                    rows.Skip();
                    if (numbers[j] is not null) numbers[j][count] = NumericColumn.Missing;
                }
                else if (numbers[j] is not null) numbers[j][count] = rows.Read<double>();
                else texts[j][count] = rows.Read<string>();
            }
        }
        return count == 0 ? null : new Table(columns.Select((column, j) => numbers[j] is not null
            ? (Column)new NumericColumn(column.Name, numbers[j].AsMemory(0, count)) : CategoricalColumn.FromTexts(column.Name, texts[j].Take(count))));
    }

    private static Column Join(Column first, Column[] blocks)
    {
        if (first is NumericColumn)
        {
            var values = new double[blocks.Sum(block => block.Rows)];
            var at = 0;
            foreach (NumericColumn block in blocks)
            {
                block.Values.CopyTo(values.AsSpan(at));
                at += block.Rows;
            }
            return new NumericColumn(first.Name, values);
        }
        var texts = blocks.Cast<CategoricalColumn>().ToArray();
        string[] levels = [.. texts.SelectMany(block => block.Levels).Distinct(StringComparer.Ordinal).Order(CategoricalColumn.LevelOrder)];
        var codeOf = Enumerable.Range(0, levels.Length).ToDictionary(code => levels[code], StringComparer.Ordinal);
        var codes = new int[texts.Sum(block => block.Rows)];
        var row = 0;
        foreach (var block in texts)
        {
            int[] newCode = [.. block.Levels.Select(level => codeOf[level])];
            foreach (var code in block.Codes) codes[row++] = code == CategoricalColumn.MissingCode ? code : newCode[code];
        }
        return new CategoricalColumn(first.Name, levels, codes);
    }

    private static T Answered<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception e) when (e is NpgsqlException or IOException)
        {
            throw PostgresConnector.Refused(e);
        }
    }
}
