using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Sql;

namespace LogOdds.Tests;

/// <summary>Fits over a cluster of two shards, against those in memory.</summary>
[Collection(nameof(ClickHouseCluster))]
public class ClickHouseFitTests(ClickHouseCluster cluster)
{
    private static readonly Table Births = TableReader.Read(Repository.Sample("birthwt.csv"));

    private static FitOptions Exact { get; } = new() { Solver = new Solvers.Newton() };

    // The same of whichever solver is chosen.
    private static FitOptions Chosen { get; } = new() { Solver = new Solvers.AutoSolver { Tolerance = 1e-13 } };

    [Theory]
    [InlineData("low ~ age + lwt + race + smoke")]
    [InlineData("low ~ age * smoke + race:ui + log(lwt) + I(age^2) + I(race == \"white\")")]
    [InlineData("low ~ 0 + race + age + lwt + I(2*age)")]
    [InlineData("low ~ C(race, helmert) + C(ui) + ns(age, knots = c(20, 28), Boundary.knots = c(14, 45)) + offset(lwt/200)")]
    public void Birth_weights(string formula)
    {
        var table = cluster.Create(Births);
        SameFit.Check(LogisticRegression.Fit(Births, formula), SqlRegression.Fit(cluster.Connection, $"select * from {table}", formula), hasAreas: false);
    }

    [Fact]
    public void Diabetes_of_a_query_with_a_condition()
    {
        var table = TableReader.Read(Repository.Sample("pima.csv"));
        var target = table.Columns[^1].Name;
        var query = $"select *, 2 as two from {cluster.Create(table)} where {table.Columns[1].Name} > 0";
        var rows = table.Select([.. Enumerable.Range(0, table.Rows).Where(row => ((NumericColumn)table.Columns[1]).Values[row] > 0)]);
        SameFit.Check(LogisticRegression.Fit(rows, $"{target} ~ ."), SqlRegression.Fit(cluster.Connection, query, $"{target} ~ . - two"), hasAreas: false);
    }

    [Fact]
    public void Thirty_numbers_and_three_factors_of_which_some_are_missing()
    {
        var table = Wards.Rows(20_000, 30, hasMissing: true);
        var model = SqlRegression.Fit(cluster.Connection, $"select * from {cluster.Create(table)}", "y ~ .", Chosen);
        Assert.Equal("sampled-newton", model.Solver.Name);
        SameFit.Check(LogisticRegression.Fit(table, "y ~ .", Exact), model, hasAreas: false);
    }

    [Fact]
    public void Names_and_levels_are_nothing_but_names_and_levels()
    {
        string[] levels = ["o'clock", "\\", "a'; drop table t; --", "back`tick", "tab\tnew\nline"];
        var table = new Table([new NumericColumn("y", ((NumericColumn)Births["low"]).Values.ToArray()), new NumericColumn("a`\\\"b; drop", ((NumericColumn)Births["age"]).Values.ToArray()),
            CategoricalColumn.FromTexts("select '", Enumerable.Range(0, Births.Rows).Select(row => levels[row * 7 % 5]))]);
        const string Formula = "y ~ .";
        SameFit.Check(LogisticRegression.Fit(table, Formula), SqlRegression.Fit(cluster.Connection, $"select * from {cluster.Create(table)}", Formula), hasAreas: false);
    }

    [Fact]
    public void A_replica_that_is_killed_in_the_middle_of_a_fit_makes_no_difference()
    {
        var table = Wards.Rows(6000, 6);
        var query = $"select * from {cluster.Create(table)}";
        var expected = LogisticRegression.Fit(table, "y ~ .", Exact);
        var random = new Random(5);
        for (var fit = 0; fit < 10; fit++)
        {
            var (connection, when, replica) = (cluster.Connection, random.Next(5), random.Next(2));
            var options = new FitOptions { Trace = record => { if (record.Iteration == when) cluster.Kill(replica); } };
            SameFit.Check(expected, SqlRegression.Fit(connection, query, "y ~ .", options), hasAreas: false);
            cluster.Revive(replica);
        }
    }

    [Fact]
    public void A_shard_that_is_lost_is_told_of_and_never_left_out()
    {
        var table = Wards.Rows(3000, 3);
        var query = $"select * from {cluster.Create(table)}";
        var options = new FitOptions { Trace = record => { if (record.Iteration == 1) cluster.Kill(2); } };
        Assert.Contains("did not answer", Assert.Throws<UnusableDataException>(() => SqlRegression.Fit(cluster.Connection, query, "y ~ .", options)).Message);
        cluster.Revive(2);
    }

    [Theory]
    [InlineData("select * from nowhere", "y ~ x", "refuses")]
    [InlineData("select 1 as y; drop table x", "y ~ x", "more than one statement")]
    [InlineData("select 1 as y, today() as x", "y ~ x", "Date")]
    [InlineData("select 1 as y, 2 as lo_x0", "y ~ lo_x0", "Rename it")]
    [InlineData("select 1 as y, 0 / 0 as x", "y ~ x", "not finite")]
    public void What_cannot_be_fitted_is_told(string query, string formula, string expected) =>
        Assert.Contains(expected, Assert.Throws<UnusableDataException>(() => SqlRegression.Fit(cluster.Connection, query, formula)).Message);

    [Theory]
    [InlineData("clickhouse://")]
    [InlineData("clickhouse://host:1/db?secure=maybe")]
    public void A_connection_that_cannot_be_read_is_told(string connection) =>
        Assert.Throws<UnusableDataException>(() => SqlRegression.Fit(connection, "select 1", "y ~ x"));
}
