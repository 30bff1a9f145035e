using LogOdds.Data;
using Npgsql;
using Npgsql.PostgresTypes;

namespace LogOdds.Sql;

/// <summary>Connections to PostgreSQL: read only, on one state of the data, with the plans that sums over many columns need.</summary>
internal static class PostgresConnector
{
    /// <summary>Connects and begins a transaction that sees one state of the data and changes none.</summary>
    /// <exception cref="UnusableDataException">There is no such database, or it does not let us in.</exception>
    public static NpgsqlConnection Open(string connection, SqlOptions options)
    {
        NpgsqlConnection? opened = null;
        try
        {
            opened = new NpgsqlConnection(StringOf(connection, options));
            opened.Open();
            // Compiling an expression of a thousand sums takes longer than a pass.
            Execute(opened, "set jit = off");
            Execute(opened, $"set statement_timeout = {options.TimeoutSeconds * 1000L}");
            Execute(opened, "select set_config('max_parallel_workers_per_gather', current_setting('max_parallel_workers'), false)");
            Execute(opened, "begin isolation level repeatable read, read only");
            return opened;
        }
        catch (Exception e) when (e is PostgresException or ArgumentException || e is NpgsqlException { IsTransient: false })
        {
            opened?.Dispose();
            throw Refused(e);
        }
        catch
        {
            opened?.Dispose();
            throw;
        }
    }

    /// <summary>The columns of a query's result. No row is read.</summary>
    public static SqlColumn[] Describe(NpgsqlConnection connection, string query)
    {
        var columns = Described(connection, query);
        if (!columns.Any(column => column.Kind == SqlColumnKind.Other)) return columns;
        // A type may be younger than what is known of the server's types.
        connection.ReloadTypes();
        return Described(connection, query);
    }

    private static SqlColumn[] Described(NpgsqlConnection connection, string query)
    {
        using var command = new NpgsqlCommand($"select * from ({query}) as t", connection);
        using var reader = command.ExecuteReader(System.Data.CommandBehavior.SchemaOnly);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(k => new SqlColumn(reader.GetName(k), KindOf(reader.GetPostgresType(k)), reader.GetPostgresType(k).DisplayName))];
    }

    /// <summary>Whether another connection may do better.</summary>
    public static bool IsPassing(Exception e) => e is PostgresException refused ? refused.IsTransient || refused.SqlState is "57P01" or "57P02" or "57P03" : e is NpgsqlException or IOException;

    /// <summary>What the database said, as a message.</summary>
    public static UnusableDataException Refused(Exception e) => e is PostgresException refused
        ? refused.SqlState == "57014" ? new UnusableDataException("a query took longer than it may", remedy: "Raise the timeout, or ask for fewer columns.", inner: e)
            : new UnusableDataException($"the database refuses: {refused.MessageText.TrimEnd('.')} ({refused.SqlState})", inner: e)
        : new UnusableDataException($"the database cannot be used: {e.Message.TrimEnd('.')}", remedy: "Write the connection as in \"Host=localhost;Database=wards;Username=reader\".", inner: e);

    private static string StringOf(string connection, SqlOptions options) => new NpgsqlConnectionStringBuilder(connection)
    {
        Pooling = false,
        // The server's own limit comes first.
        CommandTimeout = options.TimeoutSeconds == 0 ? 0 : options.TimeoutSeconds + 10,
    }.ConnectionString;

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static SqlColumnKind KindOf(PostgresType type) => type switch
    {
        PostgresDomainType domain => KindOf(domain.BaseType),
        PostgresEnumType => SqlColumnKind.Text,
        { InternalName: "float8" } => SqlColumnKind.Double,
        { InternalName: "int2" or "int4" or "int8" or "float4" or "numeric" } => SqlColumnKind.Number,
        { InternalName: "bool" } => SqlColumnKind.Truth,
        { InternalName: "text" or "varchar" or "bpchar" or "citext" or "name" or "uuid" or "char" } => SqlColumnKind.Text,
        _ => SqlColumnKind.Other,
    };
}
