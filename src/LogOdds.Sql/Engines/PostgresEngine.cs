using System.Globalization;
using System.Text;
using LogOdds.Data;
using Npgsql;

namespace LogOdds.Sql;

/// <summary>
/// PostgreSQL, asked about the rows of a query. All passes see one state of the data: one transaction, repeatable read. Where the connection is
/// lost, a new one goes on, if the rows are still the same.
/// </summary>
/// <remarks>
/// The planner puts a subquery's expressions wherever they are named, so that an exponential would be computed once a sum. A volatile function
/// in a stage keeps it whole, even where it is never called; <c>clock_timestamp</c> is one that parallel workers may call, and <c>offset 0</c>, the usual
/// fence, keeps them out.
/// </remarks>
internal sealed class PostgresEngine : ISqlEngine
{
    // The rows are others where a sum differs by more than the order of its terms explains.
    private const double Rounding = 1e-6;

    private const int FirstWithSeeds = 11;

    private readonly string _connection;
    private readonly string _query;
    private readonly SqlOptions _options;
    private NpgsqlConnection? _opened;
    private (SqlPass Pass, double[] Sums)? _remembered;

    /// <summary>Connects.</summary>
    /// <exception cref="UnusableDataException">The database cannot be used, or refuses the query.</exception>
    public PostgresEngine(string connection, string query, SqlOptions options)
    {
        (_connection, _query, _options) = (connection, SqlQuery.Of(query), options);
        Columns = Ask(opened => PostgresConnector.Describe(opened, _query));
    }

    /// <inheritdoc/>
    public SqlDialect Dialect => SqlDialect.PostgreSql;

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> Columns { get; }

    /// <inheritdoc/>
    /// <remarks>A row of a result has at most 1664 columns.</remarks>
    public int MaxSums => 1600;

    /// <inheritdoc/>
    public bool HasWindows => true;

    /// <inheritdoc/>
    public string Number(SqlColumn column) => column.Kind switch
    {
        SqlColumnKind.Double => Name(column),
        SqlColumnKind.Truth => $"{Name(column)}::int::float8",
        _ => $"{Name(column)}::float8",
    };

    /// <inheritdoc/>
    public string Category(SqlColumn column) => column.Kind == SqlColumnKind.Text ? $"{Name(column)}::text" : $"({Number(column)})::text";

    /// <inheritdoc/>
    public string NotNull(string expression) => expression;

    /// <inheritdoc/>
    /// <remarks>The hash of a column is the seed of the next. Servers before 11 have no seeds.</remarks>
    public string? Hash(IEnumerable<SqlColumn> columns) => !Ask(opened => opened.PostgreSqlVersion.Major >= FirstWithSeeds) ? null
        : columns.Aggregate("0", (seed, column) => column.Kind == SqlColumnKind.Text ? $"hashtextextended({Category(column)}, {seed})" : $"hashfloat8extended({Number(column)}, {seed})");

    /// <inheritdoc/>
    public string IsBelow(string hash, int bits, long limit) => $"({hash} & {(1L << bits) - 1}) < {limit}";

    /// <inheritdoc/>
    public string IsNull(SqlColumn column) => $"{Name(column)} is null";

    /// <inheritdoc/>
    public string IsNotFinite(SqlColumn column) => $"{Number(column)} in ('NaN', 'Infinity', '-Infinity')";

    /// <inheritdoc/>
    public double[] Sums(SqlPass pass) => Ask(opened => Row(opened, SumsOf(pass)));

    /// <inheritdoc/>
    public IReadOnlyList<(string Value, double Rows)> Groups(string expression, string? where, int most) => Ask(opened =>
    {
        using var command = new NpgsqlCommand($"select ({expression})::text, count(*)::float8 from {Source(where)} group by 1 limit {most + 1}", opened);
        using var reader = command.ExecuteReader();
        var groups = new List<(string, double)>();
        while (reader.Read()) groups.Add((reader.GetString(0), reader.GetDouble(1)));
        return groups;
    });

    /// <inheritdoc/>
    public (double Roc, double AveragePrecision) Areas(SqlPass pass, string score, string positive, string negative)
    {
        // Rows of one score are one step of the curve; the sort that groups them is the one that adds up.
        var steps = $"select sum({positive}) as p, sum({negative}) as n, {score} as score from {Staged(pass)} group by 3";
        var sums = Ask(opened => Row(opened, $"""
            select sum(n * (2 * above_p - p)), sum(case when p > 0 then p * above_p / (above_p + above_n) else 0 end), sum(p), sum(n)
            from (select p, n, sum(p) over falling as above_p, sum(n) over falling as above_n from ({steps}) as s window falling as (order by score desc)) as c
            """));
        return (sums[0] / 2 / (sums[2] * sums[3]), sums[1] / sums[2]);
    }

    /// <inheritdoc/>
    public void Remember(SqlPass pass, double[] sums) => _remembered = (pass, sums);

    /// <inheritdoc/>
    public void Dispose() => _opened?.Dispose();

    private string Name(SqlColumn column) => $"t.{Dialect.Identifier(column.Name)}";

    private string Source(string? where) => $"({_query}) as t{(where is null ? "" : $" where {where}")}";

    private string SumsOf(SqlPass pass) =>
        $"select {string.Join(", ", pass.Sums.SelectMany(sum => sum.Columns == 0 ? [sum.Expression] : Enumerable.Range(0, sum.Columns).Select(j => $"sum({sum.Expression} * {SqlLayout.Column(j)})")))} from {Staged(pass)}";

    /// <summary>The stages as subqueries, the last outermost. Each carries along what those after it name.</summary>
    private string Staged(SqlPass pass)
    {
        var source = Source(pass.Where);
        var carried = new List<string>();
        for (var k = 0; k < pass.Stages.Count; k++)
        {
            var stage = pass.Stages[k];
            var text = new StringBuilder("select ");
            text.AppendJoin(", ", carried);
            var isFenced = stage.All(value => value.IsPlain);
            foreach (var value in stage)
            {
                if (text.Length > "select ".Length) text.Append(", ");
                text.Append(isFenced || value.IsPlain ? value.Expression : $"coalesce({value.Expression}, case when clock_timestamp() is null then 0::float8 end)").Append(" as ").Append(value.Name);
                isFenced |= !value.IsPlain;
            }
            source = $"({text} from {source}) as s{k}";
            carried.AddRange(stage.Select(value => value.Name));
        }
        return source;
    }

    private static double[] Row(NpgsqlConnection opened, string sql)
    {
        using var command = new NpgsqlCommand(sql, opened);
        using var reader = command.ExecuteReader();
        reader.Read();
        var row = new double[reader.FieldCount];
        for (var k = 0; k < row.Length; k++) row[k] = reader.IsDBNull(k) ? double.NaN : Convert.ToDouble(reader.GetValue(k), CultureInfo.InvariantCulture);
        return row;
    }

    private T Ask<T>(Func<NpgsqlConnection, T> question) => SqlRetry.Run(_ =>
    {
        try
        {
            return question(_opened ??= Connect());
        }
        catch (Exception e) when (PostgresConnector.IsPassing(e))
        {
            _opened?.Dispose();
            _opened = null;
            throw;
        }
        catch (NpgsqlException e)
        {
            throw PostgresConnector.Refused(e);
        }
    }, PostgresConnector.IsPassing, e => e.Message.TrimEnd('.'));

    /// <summary>Connects; after a connection was lost, to the same rows.</summary>
    private NpgsqlConnection Connect()
    {
        var opened = PostgresConnector.Open(_connection, _options);
        if (_remembered is not var (pass, sums)) return opened;
        var now = Row(opened, SumsOf(pass));
        if (now.Zip(sums).All(pair => Math.Abs(pair.First - pair.Second) <= Rounding * (1 + Math.Abs(pair.Second)))) return opened;
        opened.Dispose();
        throw new UnusableDataException("the connection was lost during the fit, and the rows have changed since it began", remedy: "Fit again.");
    }
}
