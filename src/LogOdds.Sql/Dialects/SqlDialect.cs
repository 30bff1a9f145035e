using System.Globalization;

namespace LogOdds.Sql;

/// <summary>How an engine spells what engines spell differently.</summary>
public abstract class SqlDialect
{
    private protected SqlDialect()
    {
    }

    /// <summary>PostgreSQL, and what speaks as it does (Citus, Greenplum).</summary>
    public static SqlDialect PostgreSql { get; } = new PostgreSqlDialect();

    /// <summary>SQLite from 3.35 on, with its mathematical functions.</summary>
    public static SqlDialect Sqlite { get; } = new SqliteDialect();

    /// <summary>Spark SQL 3 and Databricks.</summary>
    public static SqlDialect Spark { get; } = new SparkDialect();

    /// <summary>BigQuery (GoogleSQL).</summary>
    public static SqlDialect BigQuery { get; } = new BigQueryDialect();

    /// <summary>SQL Server.</summary>
    public static SqlDialect SqlServer { get; } = new SqlServerDialect();

    /// <summary>DuckDB.</summary>
    public static SqlDialect DuckDb { get; } = new DuckDbDialect();

    /// <summary>ClickHouse.</summary>
    public static SqlDialect ClickHouse { get; } = new ClickHouseDialect();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SqlDialect> All { get; } = [PostgreSql, Sqlite, Spark, BigQuery, SqlServer, DuckDb, ClickHouse];

    /// <summary>The name, as on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>A name in its quotes.</summary>
    internal abstract string Identifier(string name);

    /// <summary>A text in its quotes.</summary>
    internal abstract string Text(string value);

    /// <summary>A finite number that the engine reads back to the same double, in parentheses where it is negative.</summary>
    internal virtual string Number(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "SQL has no literal for a number that is not finite.");
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        // With an exponent it is a double everywhere; without one, some engines take it for an integer or a decimal.
        if (!text.Contains('E', StringComparison.Ordinal)) text += "e0";
        return value < 0 ? $"({text})" : text;
    }

    /// <summary>A column of numbers as doubles.</summary>
    internal abstract string Double(string expression);

    /// <summary>A column of categories, to be compared with texts; where the engine compares numbers with texts that read as numbers, it is left to do so.</summary>
    internal virtual string Category(string expression) => expression;

    /// <summary>The natural logarithm.</summary>
    internal virtual string Ln(string x) => $"ln({x})";

    /// <summary>A whole number that is not above x, as a double.</summary>
    internal virtual string Floor(string x) => $"floor({x})";

    /// <summary>An expression of <see cref="Bound"/> where that stands for a value, which is thus written and computed once.</summary>
    internal abstract string Let(string value, string body);

    /// <summary>What <see cref="Let"/> calls the value.</summary>
    internal const string Bound = "eta";

    /// <summary>A text between quotes, which are doubled within.</summary>
    private protected static string Doubled(string value, char open, char close) => $"{open}{value.Replace($"{close}", $"{close}{close}", StringComparison.Ordinal)}{close}";

    /// <summary>A text between quotes, in which a backslash escapes.</summary>
    private protected static string Escaped(string value, char quote) =>
        $"{quote}{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace($"{quote}", $"\\{quote}", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)}{quote}";
}
