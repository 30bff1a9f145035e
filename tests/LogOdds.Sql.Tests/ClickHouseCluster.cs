using System.Globalization;
using System.Text;
using LogOdds.Data;
using LogOdds.Tests;

[assembly: AssemblyFixture(typeof(ClickHouseCluster))]

namespace LogOdds.Tests;

/// <summary>
/// Three ClickHouse servers of the tests' own on free ports of 127.0.0.1, started when a test asks for them: two shards, of which the first has two
/// replicas that hold the same rows. Tests that use it are a collection, one after the other, for some of them kill servers.
/// </summary>
public sealed class ClickHouseCluster : IDisposable
{
    private const string Program = "/usr/sbin/clickhouse-server";

    private static readonly HttpClient Client = new();

    private readonly Lock _lock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("logodds-ch-");
    private readonly ServerProcess?[] _servers = new ServerProcess?[3];
    private int[] _ports = [];
    private int _tables;

    /// <summary>The replicas of shard 1 are servers 0 and 1; shard 2 is server 2.</summary>
    public int HttpPort(int server) => _ports[3 * server];

    /// <summary>All servers, by one connection; the test is skipped where ClickHouse is not installed.</summary>
    public string Connection
    {
        get
        {
            lock (_lock)
            {
                if (_ports.Length == 0)
                {
                    Requires.That(File.Exists(Program), "ClickHouse is missing: apt-get install clickhouse-server");
                    _ports = FreePort.Take(9);
                    for (var server = 0; server < 3; server++) Start(server);
                }
                for (var server = 0; server < 3; server++)
                    if (_servers[server] is null) Start(server);
                // Of the shards, the one that has no replica is asked first.
                return $"clickhouse://127.0.0.1:{HttpPort(2)},127.0.0.1:{HttpPort(0)},127.0.0.1:{HttpPort(1)}/default";
            }
        }
    }

    /// <summary>Ends a server without a warning; it is started again when a test asks for the cluster.</summary>
    public void Kill(int server)
    {
        lock (_lock)
        {
            _servers[server]?.Kill();
            _servers[server]?.Dispose();
            _servers[server] = null;
        }
    }

    /// <summary>Starts a server that was ended.</summary>
    public void Revive(int server)
    {
        lock (_lock)
            if (_servers[server] is null) Start(server);
    }

    /// <summary>Makes a table of which the first shard has two rows of three; returns the name of the whole.</summary>
    public string Create(Table table)
    {
        _ = Connection;
        var name = $"t{Interlocked.Increment(ref _tables)}";
        var hasMissing = table.Columns.ToDictionary(column => column, column => column.CountMissing() > 0);
        string Type(Column column) => hasMissing[column] ? $"Nullable({Bare(column)})" : Bare(column);
        static string Bare(Column column) => column is NumericColumn ? "Float64" : "String";
        static string Quote(string text) => $"`{text.Replace("\\", "\\\\").Replace("`", "\\`")}`";
        for (var server = 0; server < 3; server++)
        {
            // Tables of this kind are still there after a server has been killed.
            Ask(server, $"create table {name} ({string.Join(", ", table.Columns.Select(column => $"{Quote(column.Name)} {Type(column)}"))}) engine = MergeTree partition by tuple() order by tuple()");
            Ask(server, $"create table {name}_all as {name} engine = Distributed(wards, default, {name})");
            var rows = new MemoryStream();
            using (var writer = new BinaryWriter(rows, Encoding.UTF8, leaveOpen: true))
            {
                writer.Write(Encoding.UTF8.GetBytes($"insert into {name} format RowBinary\n"));
                for (var row = 0; row < table.Rows; row++)
                {
                    if (row % 3 == 2 != (server == 2)) continue;
                    foreach (var column in table.Columns)
                    {
                        if (hasMissing[column]) writer.Write(column.IsMissing(row));
                        if (column.IsMissing(row)) continue;
                        if (column is NumericColumn numbers) writer.Write(numbers.Values[row]);
                        else writer.Write(column.TextAt(row));
                    }
                }
            }
            Post(server, rows.ToArray());
        }
        return $"{name}_all";
    }

    /// <summary>The answer of one server.</summary>
    public string Ask(int server, string sql) => Post(server, Encoding.UTF8.GetBytes(sql));

    public void Dispose()
    {
        foreach (var server in _servers) server?.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Post(int server, byte[] body)
    {
        using var response = Client.PostAsync(new Uri($"http://127.0.0.1:{HttpPort(server)}/"), new ByteArrayContent(body)).Result;
        var text = response.Content.ReadAsStringAsync().Result;
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException(text);
    }

    private void Start(int server)
    {
        var folder = _folder.CreateSubdirectory($"server{server}").FullName;
        string Replica(int at) => string.Create(CultureInfo.InvariantCulture, $"<replica><host>127.0.0.1</host><port>{_ports[3 * at + 1]}</port></replica>");
        File.WriteAllText(Path.Combine(folder, "config.xml"), $"""
            <yandex>
              <logger><level>warning</level><console>1</console></logger>
              <http_port>{_ports[3 * server]}</http_port><tcp_port>{_ports[3 * server + 1]}</tcp_port><interserver_http_port>{_ports[3 * server + 2]}</interserver_http_port>
              <listen_host>127.0.0.1</listen_host><max_connections>64</max_connections><keep_alive_timeout>3</keep_alive_timeout>
              <uncompressed_cache_size>0</uncompressed_cache_size><mark_cache_size>5368709120</mark_cache_size>
              <path>{folder}/data/</path><tmp_path>{folder}/tmp/</tmp_path>
              <users_config>{folder}/users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
              <remote_servers><wards><shard><internal_replication>true</internal_replication>{Replica(0)}{Replica(1)}</shard><shard>{Replica(2)}</shard></wards></remote_servers>
            </yandex>
            """);
        File.WriteAllText(Path.Combine(folder, "users.xml"), """
            <yandex>
              <profiles><default><max_memory_usage>2000000000</max_memory_usage><load_balancing>random</load_balancing></default></profiles>
              <users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
              <quotas><default><interval><duration>3600</duration><queries>0</queries><errors>0</errors><result_rows>0</result_rows><read_rows>0</read_rows><execution_time>0</execution_time></interval></default></quotas>
            </yandex>
            """);
        _servers[server] = new ServerProcess(Program, [$"--config-file={folder}/config.xml"], folder);
        _servers[server]!.Await(() =>
        {
            try
            {
                return Post(server, "select 1"u8.ToArray()) == "1\n";
            }
            catch (AggregateException)
            {
                return false;
            }
        }, "ClickHouse");
    }
}
