using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using LogOdds.Data;

namespace LogOdds.Sql;

/// <summary>
/// ClickHouse over HTTP, asked about the rows of a query. A pass is one flat select, so that over a distributed table the shards make the sums;
/// where a server or replica fails, the pass is asked again, of the next host where several are named.
/// </summary>
internal sealed partial class ClickHouseEngine : ISqlEngine
{
    // Of those that a server or replica fails with: unexpected end, network, connections, timeouts, memory, all replicas.
    private static readonly HashSet<int> PassingCodes = [3, 32, 198, 202, 203, 209, 210, 225, 236, 242, 279, 319, 425, 999];

    private readonly HttpClient _client;
    private readonly Uri[] _hosts;
    private readonly string _source;
    private readonly bool _isSubquery;
    private int _host;

    /// <summary>Looks at the query.</summary>
    /// <param name="connection"><c>clickhouse://user:password@host:8123,other:8123/database</c>; with <c>?secure=true</c> over HTTPS.</param>
    /// <param name="query">One select; of the form <c>select * from table</c> for sums to be made where the rows are.</param>
    /// <param name="options">How it is asked.</param>
    /// <exception cref="UnusableDataException">The database cannot be used, or refuses the query.</exception>
    public ClickHouseEngine(string connection, string query, SqlOptions options)
    {
        var (hosts, user, password, settings) = Parsed(connection, options);
        _hosts = [.. hosts.Select(host => new Uri($"{host}/?{settings}"))];
        _client = new HttpClient { Timeout = options.TimeoutSeconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(options.TimeoutSeconds + 10) };
        if (user is not null) _client.DefaultRequestHeaders.Add("X-ClickHouse-User", user);
        if ((password ?? Environment.GetEnvironmentVariable("CLICKHOUSE_PASSWORD")) is { Length: > 0 } secret) _client.DefaultRequestHeaders.Add("X-ClickHouse-Key", secret);
        var statement = SqlQuery.Of(query);
        (_source, _isSubquery) = WholeTable().Match(statement) is { Success: true } whole ? (whole.Groups[1].Value, false) : ($"({statement})", true);
        Columns = Describe();
        // Here names that are given in a query stand in the way of columns.
        if (Columns.FirstOrDefault(column => GivenName().IsMatch(column.Name)) is { } taken)
            throw new UnusableDataException($"the column '{taken.Name}' has a name that is needed for the fit", remedy: "Rename it in the query.");
    }

    /// <inheritdoc/>
    public SqlDialect Dialect => SqlDialect.ClickHouse;

    /// <inheritdoc/>
    public IReadOnlyList<SqlColumn> Columns { get; }

    /// <inheritdoc/>
    public int MaxSums => 1 << 20;

    /// <inheritdoc/>
    public bool HasWindows => false;

    /// <summary>Whether rows pass through a subquery: over a distributed table, they then travel to the server that is asked.</summary>
    public bool IsSubquery => _isSubquery;

    /// <inheritdoc/>
    /// <remarks>Columns are named as they are where their types allow: a query of a thousand sums takes seconds to plan, the less there is in it the better.</remarks>
    public string Number(SqlColumn column) => As("Float64", column);

    /// <inheritdoc/>
    public string Category(SqlColumn column) => column.Kind == SqlColumnKind.Text ? As("String", column) : $"toString({Number(column)})";

    /// <inheritdoc/>
    public string NotNull(string expression) => $"assumeNotNull({expression})";

    /// <inheritdoc/>
    public string? Hash(IEnumerable<SqlColumn> columns) => $"cityHash64({string.Join(", ", columns.Select(column => column.Kind == SqlColumnKind.Text ? Category(column) : Number(column)))})";

    /// <inheritdoc/>
    public string IsBelow(string hash, int bits, long limit) => $"bitAnd({hash}, {(1L << bits) - 1}) < {limit}";

    /// <inheritdoc/>
    public string IsNull(SqlColumn column) => $"isNull({Dialect.Identifier(column.Name)})";

    /// <inheritdoc/>
    public string IsNotFinite(SqlColumn column) => $"not isFinite({Number(column)})";

    /// <inheritdoc/>
    public double[] Sums(SqlPass pass)
    {
        var sums = new double[pass.Sums.Sum(sum => sum.Numbers)];
        // What a lambda multiplies by is computed once a row if it was asked for before, else once an entry.
        string[] factors = [.. pass.Sums.Where(sum => sum.Columns > 0).Select(sum => sum.Expression).Distinct()];
        var answer = Ask($"{With(pass)}select {string.Join(", ", factors.Select(factor => Sum($"sum({factor})")).Concat(pass.Sums.Select(Sum)))} from {_source}{Filter(pass.Where)} format RowBinary");
        using var reader = new BinaryReader(new MemoryStream(answer));
        foreach (var _ in factors) reader.ReadDouble();
        var at = 0;
        foreach (var sum in pass.Sums)
        {
            // An array is its length and its numbers; over no rows it is empty.
            var count = sum.Columns == 0 ? 1 : Math.Min(reader.Read7BitEncodedInt(), sum.Columns);
            for (var k = 0; k < count; k++) sums[at + k] = reader.ReadDouble();
            at += sum.Numbers;
        }
        if (reader.BaseStream.Position != answer.Length) throw new UnusableDataException($"the database gave {answer.Length} bytes where {sums.Length} sums were asked for");
        return sums;
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Value, double Rows)> Groups(string expression, string? where, int most)
    {
        var answer = Ask($"select toString({expression}), toFloat64(count()) from {_source}{Filter(where)} group by toString({expression}) limit {most + 1} format RowBinary");
        using var reader = new BinaryReader(new MemoryStream(answer), Encoding.UTF8);
        var groups = new List<(string, double)>();
        while (reader.BaseStream.Position < answer.Length) groups.Add((reader.ReadString(), reader.ReadDouble()));
        return groups;
    }

    /// <inheritdoc/>
    public (double Roc, double AveragePrecision) Areas(SqlPass pass, string score, string positive, string negative) => throw new NotSupportedException("There are no windows.");

    /// <inheritdoc/>
    /// <remarks>Each question is asked of the rows as they are at the time, so there is nothing to come back to.</remarks>
    public void Remember(SqlPass pass, double[] sums)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // Products with columns as arrays: queries that grow with the columns and not with their pairs are planned in no time.
    private static string Sum(SqlSum sum) => sum.Columns == 0 ? $"toFloat64({sum.Expression})"
        : $"sumForEach(arrayMap(lo_u -> lo_u * {sum.Expression}, [{string.Join(", ", Enumerable.Range(0, sum.Columns).Select(SqlLayout.Column))}]))";

    // Names stand for expressions; the server computes each once a row.
    private static string With(SqlPass pass) => pass.Stages.All(stage => stage.Count == 0) ? ""
        : $"with {string.Join(", ", pass.Stages.SelectMany(stage => stage).Select(value => $"{value.Expression} as {value.Name}"))} ";

    private string As(string type, SqlColumn column)
    {
        var name = Dialect.Identifier(column.Name);
        return column.Type == type ? name : column.Type == $"Nullable({type})" ? $"assumeNotNull({name})" : $"to{type}(assumeNotNull({name}))";
    }

    private static string Filter(string? where) => where is null ? "" : $" where {where}";

    private SqlColumn[] Describe()
    {
        var lines = Encoding.UTF8.GetString(Ask($"select * from {_source} limit 0 format TabSeparatedWithNamesAndTypes")).Split('\n');
        var (names, types) = (lines[0].Split('\t'), lines.Length > 1 ? lines[1].Split('\t') : []);
        return [.. names.Zip(types, (name, type) => new SqlColumn(Unescaped(name), KindOf(type), type))];
    }

    private static SqlColumnKind KindOf(string type)
    {
        foreach (var wrapper in new[] { "Nullable(", "LowCardinality(" })
            if (type.StartsWith(wrapper, StringComparison.Ordinal)) return KindOf(type[wrapper.Length..^1]);
        if (type == "Float64") return SqlColumnKind.Double;
        if (type is "String" or "UUID" || type.StartsWith("FixedString(", StringComparison.Ordinal) || type.StartsWith("Enum", StringComparison.Ordinal)) return SqlColumnKind.Text;
        return NumberType().IsMatch(type) ? SqlColumnKind.Number : SqlColumnKind.Other;
    }

    private static string Unescaped(string field) => Escape().Replace(field, match => match.Value[1] switch { 't' => "\t", 'n' => "\n", 'r' => "\r", '0' => "\0", 'b' => "\b", 'f' => "\f", var c => $"{c}" });

    private byte[] Ask(string sql) => SqlRetry.Run(failed =>
    {
        // Another replica, or another host, may know.
        if (failed > 0) _host = (_host + 1) % _hosts.Length;
        using var request = new HttpRequestMessage(HttpMethod.Post, _hosts[_host]) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(sql)) };
        using var response = _client.Send(request);
        using var stream = new MemoryStream();
        response.Content.CopyTo(stream, null, CancellationToken.None);
        if (response.StatusCode == HttpStatusCode.OK) return stream.ToArray();
        var message = Encoding.UTF8.GetString(stream.ToArray()).Trim();
        if (CodeOf().Match(message) is { Success: true } code && PassingCodes.Contains(int.Parse(code.Groups[1].Value, CultureInfo.InvariantCulture))) throw new HttpRequestException(Short(message));
        throw new UnusableDataException($"the database refuses: {Short(message)}");
    }, e => e is HttpRequestException or IOException or TaskCanceledException, e => e.Message.TrimEnd('.'));

    private static string Short(string message) => message.Length > 300 ? $"{message[..300]} …" : message.TrimEnd('.');

    private static (string[] Hosts, string? User, string? Password, string Settings) Parsed(string connection, SqlOptions options)
    {
        if (Address().Match(connection) is not { Success: true } address)
            throw new UnusableDataException("this is no connection to ClickHouse", remedy: "Write it as in clickhouse://user:password@host:8123,other:8123/database.");
        string? Part(string name) => address.Groups[name] is { Success: true, Value: var value } ? Uri.UnescapeDataString(value) : null;
        var isSecure = Part("options") is { } given && (given == "secure=true" ? true : throw new UnusableDataException($"a connection to ClickHouse knows no '{given}'", remedy: "The only option is secure=true."));
        string[] hosts = [.. address.Groups["hosts"].Value.Split(',').Select(host => $"{(isSecure ? "https" : "http")}://{(host.Contains(':', StringComparison.Ordinal) ? host : $"{host}:{(isSecure ? 8443 : 8123)}")}")];
        var settings = new Dictionary<string, string>
        {
            // Sums by the thousand are long to read and deep to plan; part of the rows is never an answer.
            ["max_query_size"] = "100000000",
            ["max_ast_elements"] = "10000000",
            ["max_expanded_ast_elements"] = "100000000",
            ["skip_unavailable_shards"] = "0",
            ["wait_end_of_query"] = "1",
            ["max_execution_time"] = $"{options.TimeoutSeconds}",
        };
        if (Part("database") is { Length: > 0 } database) settings["database"] = database;
        return (hosts, Part("user"), Part("password"), string.Join('&', settings.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}")));
    }

    [GeneratedRegex(@"^clickhouse://(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^/@?\s]+)(?:/(?<database>[^?]*))?(?:\?(?<options>.*))?$")]
    private static partial Regex Address();

    [GeneratedRegex(@"^select\s+\*\s+from\s+((?:\w+|`(?:[^`\\]|\\.)+`|""(?:[^""\\]|\\.)+"")(?:\.(?:\w+|`(?:[^`\\]|\\.)+`|""(?:[^""\\]|\\.)+""))?)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex WholeTable();

    [GeneratedRegex(@"^(U?Int\d+|Float32|Decimal.*|Bool)$")]
    private static partial Regex NumberType();

    [GeneratedRegex(@"^lo_[a-z]\d*$")]
    private static partial Regex GivenName();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();

    [GeneratedRegex(@"^Code: (\d+)")]
    private static partial Regex CodeOf();
}
