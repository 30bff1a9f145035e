using System.Diagnostics;
using LogOdds.Data;
using LogOdds.Tests;
using Npgsql;
using NpgsqlTypes;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace LogOdds.Tests;

/// <summary>A PostgreSQL of the tests' own, on a free port of 127.0.0.1 and in a temporary folder, started when a test asks for it.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly Lock _lock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("logodds-pg-");
    private ServerProcess? _server;
    private int _tables;

    public int Port { get; private set; }

    /// <summary>How to connect; the test is skipped where PostgreSQL is not installed.</summary>
    public string Connection
    {
        get
        {
            lock (_lock)
            {
                if (_server is null) Start();
                return $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres";
            }
        }
    }

    /// <summary>Makes a table of columns of numbers as double precision and of categories as text.</summary>
    public string Create(Table table, string? name = null)
    {
        name ??= $"t{Interlocked.Increment(ref _tables)}";
        using var connection = Open();
        var columns = string.Join(", ", table.Columns.Select(column => $"{Quote(column.Name)} {(column is NumericColumn ? "double precision" : "text")}"));
        Execute(connection, $"drop table if exists {Quote(name)}; create table {Quote(name)} ({columns})");
        using (var writer = connection.BeginBinaryImport($"copy {Quote(name)} from stdin (format binary)"))
        {
            for (var row = 0; row < table.Rows; row++)
            {
                writer.StartRow();
                foreach (var column in table.Columns)
                {
                    if (column.IsMissing(row)) writer.WriteNull();
                    else if (column is NumericColumn numbers) writer.Write(numbers.Values[row], NpgsqlDbType.Double);
                    else writer.Write(column.TextAt(row), NpgsqlDbType.Text);
                }
            }
            writer.Complete();
        }
        Execute(connection, $"analyze {Quote(name)}");
        return name;
    }

    public NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(Connection);
        connection.Open();
        return connection;
    }

    public void Execute(string sql)
    {
        using var connection = Open();
        Execute(connection, sql);
    }

    /// <summary>The rows of a query; null is NaN.</summary>
    public double[][] Numbers(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection);
        using var reader = command.ExecuteReader();
        var rows = new List<double[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(k => reader.IsDBNull(k) ? double.NaN : reader.GetDouble(k))]);
        return [.. rows];
    }

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"")}\"";

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private void Start()
    {
        var programs = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(path => path.Length).ThenByDescending(path => path).Select(path => Path.Combine(path, "bin")).FirstOrDefault(path => File.Exists(Path.Combine(path, "initdb"))) : null;
        Requires.That(programs is not null, "PostgreSQL is missing: apt-get install postgresql");
        Port = FreePort.Take(1)[0];
        var data = Path.Combine(_folder.FullName, "data");
        // PostgreSQL refuses to run as root.
        string[] asUser = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [];
        if (asUser.Length > 0) Run(["chown", "postgres", _folder.FullName]);
        Run([.. asUser, Path.Combine(programs!, "initdb"), "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C"]);
        string[] start = [.. asUser, Path.Combine(programs!, "postgres"), "-D", data, "-p", $"{Port}", "-k", _folder.FullName, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "shared_buffers=256MB"];
        _server = new ServerProcess(start[0], start[1..], _folder.FullName);
        _server.Await(() =>
        {
            try
            {
                using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Pooling=false");
                connection.Open();
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        }, "PostgreSQL");
    }

    private void Run(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.FullName })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)}: {output.Result}{errors.Result}");
    }

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        _server?.Dispose();
        _folder.Delete(recursive: true);
    }
}
