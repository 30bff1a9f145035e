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

    /// <summary>All rows as a table, whose columns are kept in temporary files where they go beyond the memory that the process may hold.</summary>
    /// <inheritdoc cref="ReadBlocks"/>
    public static Table Read(string connection, string query, SqlOptions? options = null, CancellationToken cancellation = default)
    {
        ReceivedColumn[]? all = null;
        foreach (var block in Blocks(connection, query, options, isReused: true, cancellation))
        {
            all ??= [.. block.Columns.Select(column => new ReceivedColumn(column))];
            try
            {
                for (var j = 0; j < all.Length; j++) all[j].Append(block.Columns[j]);
            }
            catch (OverflowException e)
            {
                throw new UnusableDataException($"the query gives more than {Array.MaxLength} rows", remedy: "Fit a part of them, or add --in-database.", inner: e);
            }
        }
        return all is null ? throw new UnusableDataException("the query gives no row") : new Table(all.Select(column => column.ToColumn()));
    }

    /// <summary>The rows in blocks of some thousands, one after the other.</summary>
    /// <param name="connection">As Npgsql writes it: <c>Host=localhost;Database=wards;Username=reader</c>.</param>
    /// <param name="query">One select.</param>
    /// <param name="options">How it is asked; null for an hour's time.</param>
    /// <param name="cancellation">Asked once a block.</param>
    /// <exception cref="UnusableDataException">The database cannot be used or refuses the query, or a column is neither number nor text.</exception>
    /// <exception cref="OperationCanceledException">It was asked for.</exception>
    public static IEnumerable<Table> ReadBlocks(string connection, string query, SqlOptions? options = null, CancellationToken cancellation = default) =>
        Blocks(connection, query, options, isReused: false, cancellation);

    // Blocks that are reused take the memory of those before.
    private static IEnumerable<Table> Blocks(string connection, string query, SqlOptions? options, bool isReused, CancellationToken cancellation)
    {
        options ??= new SqlOptions();
        options.Validate();
        return Received(connection, SqlQuery.Of(query), options, isReused, cancellation);
    }

    private static IEnumerable<Table> Received(string connection, string query, SqlOptions options, bool isReused, CancellationToken cancellation)
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
        var buffers = Buffers(columns);
        while (Answered(() => Block(rows, columns, buffers)) is { } block)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return block;
            if (block.Rows < BlockRows) yield break;
            if (!isReused) buffers = Buffers(columns);
        }
    }

    /// <summary>Room for a block: of each column the numbers or the texts.</summary>
    private static (double[][] Numbers, string?[][] Texts) Buffers(SqlColumn[] columns)
    {
        var (numbers, texts) = (new double[columns.Length][], new string?[columns.Length][]);
        for (var j = 0; j < columns.Length; j++)
        {
            if (columns[j].Kind == SqlColumnKind.Text) texts[j] = new string?[BlockRows];
            else numbers[j] = new double[BlockRows];
        }
        return (numbers, texts);
    }

    private static Table? Block(NpgsqlBinaryExporter rows, SqlColumn[] columns, (double[][] Numbers, string?[][] Texts) buffers)
    {
        var count = 0;
        var (numbers, texts) = buffers;
        for (; count < BlockRows && rows.StartRow() >= 0; count++)
        {
            for (var j = 0; j < columns.Length; j++)
            {
                if (rows.IsNull)
                {
                    rows.Skip();
                    if (numbers[j] is not null) numbers[j][count] = NumericColumn.Missing;
                    else texts[j][count] = null;
                }
                else if (numbers[j] is not null) numbers[j][count] = rows.Read<double>();
                else texts[j][count] = rows.Read<string>();
            }
        }
        return count == 0 ? null : new Table(columns.Select((column, j) => numbers[j] is not null
            ? (Column)new NumericColumn(column.Name, numbers[j].AsMemory(0, count)) : CategoricalColumn.FromTexts(column.Name, texts[j].Take(count))));
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
