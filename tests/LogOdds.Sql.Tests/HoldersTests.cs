using System.Globalization;
using System.Text.Json;
using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>
/// The command beside itself: the same rows in memory, in a tile file, shared out over processes, in PostgreSQL and in a ClickHouse cluster. With
/// LOGODDS_HOLDERS_ROWS the generated table has as many rows, and with LOGODDS_HOLDERS_TABLE a file is written that says what each took.
/// </summary>
[Collection(nameof(ClickHouseCluster))]
public sealed class HoldersTests(PostgresServer postgres, ClickHouseCluster clickHouse)
{
    private const double Tolerance = 1e-10;

    [Fact]
    public void Whoever_holds_the_rows_the_fit_is_the_same()
    {
        using var folder = new TemporaryFolder();
        var generated = folder.PathOf("generated.csv");
        WriteGenerated(generated, int.Parse(Environment.GetEnvironmentVariable("LOGODDS_HOLDERS_ROWS") ?? "20000", CultureInfo.InvariantCulture));
        var lines = new List<string> { "| table | rows | held | passes | solver | seconds | largest difference of estimates | of standard errors |", "|---|---|---|---|---|---|---|---|" };
        foreach (var (name, file, formula) in new[]
        {
            ("birthwt", Repository.Sample("birthwt.csv"), "low ~ age + lwt + race + smoke + ptl + ht + ui + ftv"),
            ("pima", Repository.Sample("pima.csv"), "type ~ ."),
            ("generated", generated, "y ~ ."),
        })
        {
            var tiles = folder.PathOf($"{name}.tiles");
            Cli.Done("pack", file, "--out", tiles);
            var table = TableReader.Read(file);
            var (inPostgres, inClickHouse) = (postgres.Create(table), clickHouse.Create(table));
            string[] Command(params string[] from) => ["fit", .. from, "--formula", formula, "--tolerance", "1e-13", "--json"];
            string[] Query(string connection, string from) => ["--connection", connection, "--query", $"select * from {from}"];

            var expected = Cli.Done(Command(file)).Json;
            Report("memory", expected);
            Report("tile file, 256 MB at most", Cli.Done(Command(tiles, "--memory", "256MB")).Json);
            foreach (var ranks in new[] { 1, 2, 3, 4 })
            {
                var job = Job.Command(ranks, Command(file));
                Assert.True(job.Code == 0, job.Errors);
                Report($"{ranks} {(ranks == 1 ? "process" : "processes")}", JsonDocument.Parse(job.Output).RootElement);
            }
            Report("read from PostgreSQL", Cli.Done(Command(Query(postgres.Connection, inPostgres))).Json);
            Report("inside PostgreSQL", Cli.Done(Command([.. Query(postgres.Connection, inPostgres), "--in-database"])).Json);
            Report("inside ClickHouse", Cli.Done(Command([.. Query(clickHouse.Connection, inClickHouse), "--in-database"])).Json);

            void Report(string held, JsonElement fit)
            {
                var solver = fit.GetProperty("solver");
                Assert.Equal("converged", solver.GetProperty("status").GetString());
                Assert.Equal(expected.GetProperty("rows").GetInt32(), fit.GetProperty("rows").GetInt32());
                var (estimates, errors) = (Difference("estimate", fit), Difference("standardError", fit));
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"| {name} | {fit.GetProperty("rows").GetInt32()} | {held} | {solver.GetProperty("passes").GetDouble()} | {solver.GetProperty("name").GetString()} | {fit.GetProperty("seconds").GetProperty("total").GetDouble():0.00} | {estimates:0.0e+0} | {errors:0.0e+0} |"));
                Assert.True(estimates <= Tolerance && errors <= Tolerance, lines[^1]);
            }

            double Difference(string figure, JsonElement fit) => Figures(expected, figure).Zip(Figures(fit, figure), (own, theirs) => Math.Abs(own - theirs) / Math.Max(1, Math.Abs(own))).Max();
        }
        if (Environment.GetEnvironmentVariable("LOGODDS_HOLDERS_TABLE") is { } path) File.WriteAllLines(path, lines);
    }

    private static IEnumerable<double> Figures(JsonElement fit, string name) => fit.GetProperty("coefficients").EnumerateArray().Select(line => line.GetProperty(name).GetDouble());

    /// <summary>Thirty numbers and three factors of 3, 5 and 12 levels.</summary>
    private static void WriteGenerated(string path, int rows)
    {
        const int numbers = 30;
        int[] levels = [3, 5, 12];
        var random = new Random(7);
        double[] slopes = [.. Enumerable.Range(0, numbers).Select(j => (j % 7 - 3) / 8.0)];
        using var file = new StreamWriter(path);
        file.Write("y," + string.Join(',', Enumerable.Range(1, numbers).Select(j => $"x{j}")) + "," + string.Join(',', levels.Select((_, k) => $"f{k + 1}")) + "\n");
        var x = new double[numbers];
        for (var row = 0; row < rows; row++)
        {
            var eta = -0.5;
            for (var j = 0; j < numbers; j++)
            {
                x[j] = Math.Round(j + Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()), 5);
                eta += slopes[j] * (x[j] - j) / 2;
            }
            int[] codes = [.. levels.Select(most => random.Next(most))];
            for (var k = 0; k < codes.Length; k++) eta += 0.3 * codes[k] / levels[k];
            file.Write(random.NextDouble() < 1 / (1 + Math.Exp(-eta)) ? '1' : '0');
            foreach (var value in x) file.Write(string.Create(CultureInfo.InvariantCulture, $",{value}"));
            foreach (var code in codes) file.Write($",{(char)('a' + code)}");
            file.Write('\n');
        }
    }
}
