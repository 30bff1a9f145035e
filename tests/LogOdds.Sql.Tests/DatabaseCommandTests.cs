using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>The commands that speak SQL, as processes.</summary>
[Collection(nameof(ClickHouseCluster))]
public class DatabaseCommandTests(PostgresServer postgres, ClickHouseCluster cluster)
{
    private const string Formula = "low ~ age + lwt + race + smoke";

    private static readonly Table Births = TableReader.Read(Repository.Sample("birthwt.csv"));

    [Fact]
    public void Fit_takes_the_rows_of_a_query()
    {
        var query = $"select * from {postgres.Create(Births)}";
        var file = Cli.Done("fit", "birthwt.csv", "--formula", Formula, "--json").Json;
        foreach (var run in new[] { Cli.Done("fit", "--connection", postgres.Connection, "--query", query, "--formula", Formula, "--json"), Cli.Done("fit", "--connection", postgres.Connection, "--query", query, "--formula", Formula, "--json", "--in-database", "--timeout", "60") })
        {
            Near.Relative(file.GetProperty("deviance").GetDouble(), run.Json.GetProperty("deviance").GetDouble(), 1e-10);
            Near.Relative(file.GetProperty("training").GetProperty("auc").GetDouble(), run.Json.GetProperty("training").GetProperty("auc").GetDouble(), 1e-10);
        }
    }

    [Fact]
    public void A_fit_in_ClickHouse_has_no_area_under_the_curve_and_can_be_kept()
    {
        using var folder = new TemporaryFolder();
        var run = Cli.Done("fit", "--connection", cluster.Connection, "--query", $"select * from {cluster.Create(Births)}", "--formula", Formula, "--json", "--in-database", "--out", folder.PathOf("model.json"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, run.Json.GetProperty("training").GetProperty("auc").ValueKind);
        Assert.Contains("age", Cli.Done("summary", folder.PathOf("model.json")).Output);
    }

    [Fact]
    public void Export_writes_expressions_and_queries()
    {
        using var folder = new TemporaryFolder();
        Cli.Done("fit", "birthwt.csv", "--formula", Formula, "--out", folder.PathOf("model.json"), "--quiet");
        var expression = Cli.Done("export", folder.PathOf("model.json"), "--to", "sql", "--dialect", "duckdb").Output;
        Assert.StartsWith("(select case when eta", expression);
        var name = postgres.Create(Births);
        Cli.Done("export", folder.PathOf("model.json"), "--to", "sql", "--table", $"public.{name}", "--out", folder.PathOf("score.sql"));
        var sql = File.ReadAllText(folder.PathOf("score.sql"));
        Assert.Equal(Births.Rows, postgres.Numbers($"select probability from ({sql.TrimEnd().TrimEnd(';')}) as s where probability between 0 and 1").Length);
        Cli.Done("fit", "penguins.csv", "--formula", "species ~ body_mass_g", "--family", "multinomial", "--out", folder.PathOf("classes.json"), "--quiet");
        Assert.Equal(3, Cli.Done("export", folder.PathOf("classes.json"), "--to", "sql").Output.TrimEnd().Split('\n').Length);
        var wrong = Cli.Run("export", folder.PathOf("model.json"), "--to", "sql", "--table", "a..b");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("no name of a table", wrong.Errors);
    }

    [Theory]
    [InlineData(2, "files, or a database", "fit", "--formula", "y ~ x")]
    [InlineData(2, "go with --connection", "fit", "birthwt.csv", "--formula", "low ~ age", "--query", "select 1")]
    [InlineData(2, "go with --connection", "fit", "birthwt.csv", "--formula", "low ~ age", "--in-database")]
    [InlineData(2, "files or from a database", "fit", "birthwt.csv", "--formula", "low ~ age", "--connection", "Host=h", "--query", "select 1")]
    [InlineData(2, "--query says which", "fit", "--formula", "low ~ age", "--connection", "Host=h")]
    [InlineData(2, "write the condition into the query", "fit", "--formula", "low ~ age", "--connection", "Host=h", "--query", "select 1", "--rows", "a=b")]
    [InlineData(2, "add --in-database", "fit", "--formula", "low ~ age", "--connection", "clickhouse://h", "--query", "select 1")]
    [InlineData(2, "for two classes", "fit", "--formula", "low ~ age", "--connection", "clickhouse://h", "--query", "select 1", "--in-database", "--family", "ordinal")]
    [InlineData(2, "--timeout is 0 or more", "fit", "--formula", "low ~ age", "--connection", "Host=h", "--query", "select 1", "--timeout", "-1")]
    [InlineData(1, "more than one statement", "fit", "--formula", "low ~ age", "--connection", "Host=h", "--query", "select 1; select 2")]
    [InlineData(1, "no folder '/no/where'", "fit", "--formula", "low ~ age", "--connection", "Host=h", "--query", "select 1", "--memory", "200MB", "--temp", "/no/where")]
    [InlineData(1, "no connection to ClickHouse", "fit", "--formula", "low ~ age", "--connection", "clickhouse://", "--query", "select 1", "--in-database")]
    public void Mistakes_are_told(int code, string expected, params string[] args)
    {
        var run = Cli.Run(args);
        Assert.Equal(code, run.Code);
        Assert.Contains(expected, run.Errors);
        Assert.DoesNotContain("   at ", run.Errors);
    }
}
