using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Sql;

namespace LogOdds.Tests;

/// <summary>Probabilities of engines against those of the library, for the same rows.</summary>
public class ScoringTests(PostgresServer postgres)
{
    private static readonly Table Births = TableReader.Read(Repository.Sample("birthwt.csv"));

    public static TheoryData<string> Formulas { get; } =
    [
        "low ~ age + lwt + race + smoke",
        "low ~ 0 + race:smoke + bs(lwt, df = 5) + offset(lwt/100)",
        "low ~ (age + race) * smoke + ns(lwt, df = 3) + poly(age, 3)",
        "low ~ C(race, helmert):age + C(race, poly) + factor(ftv) + scale(lwt):ui",
        "low ~ C(race, sum, levels = c(\"white\", \"other\", \"black\")):C(ptl):age + poly(lwt, 2, raw = TRUE):race",
        "low ~ log(lwt) + I(age^2) + sqrt(ftv) + round(lwt/10) + log1p(ftv/1000) + expm1(lwt/1000) + I(lwt > 150) + I(race == \"white\")",
        "low ~ ceiling(age/7) + floor(lwt/9) + sin(age) + cos(lwt) + abs(age - 25) + log10(age) + log2(lwt) + exp(ftv) + I(age^-0.5) + I(-(2 - ftv)^3)",
        "low ~ ns(log(lwt), knots = c(4.7, 5)) + bs(age, degree = 1, knots = 22) + bs(age, degree = 2)",
        "low ~ I(age != 25) + I(age <= 20) + I(lwt >= 140) + I(lwt < 100) + I(age == 30) + I(race != \"other\")",
    ];

    [Theory]
    [MemberData(nameof(Formulas))]
    public void Engines_say_what_the_library_says(string formula) => Same(LogisticRegression.Fit(Births, formula), Births);

    [Fact]
    public void Beyond_the_rows_of_the_fit_splines_go_on_as_in_the_library()
    {
        var model = LogisticRegression.Fit(Births, "low ~ ns(lwt, df = 4) + bs(age, df = 4) + poly(ptl, 2)");
        double[] numbers = [.. Enumerable.Range(-5, 40).Select(k => 10.0 * k)];
        Same(model, new Table([new NumericColumn("lwt", numbers), new NumericColumn("age", numbers.Select(x => x / 8).ToArray()), new NumericColumn("ptl", numbers.Select(x => x % 3).ToArray())]));
    }

    [Fact]
    public void Names_and_levels_are_nothing_but_names_and_levels()
    {
        string[] levels = ["o'clock", "\"", "\\", "a'; drop table t; --", "back`tick]", "{}$1 ?", "zwölf"];
        var rows = 210;
        double[] x = [.. Enumerable.Range(0, rows).Select(row => Math.Sin(row * row))];
        var table = new Table(
        [
            new NumericColumn("y", x.Select((value, row) => value + Math.Sin(row) > 0 ? 1.0 : 0).ToArray()),
            new NumericColumn("a\"\"b; drop table t", x),
            CategoricalColumn.FromTexts("select '", Enumerable.Range(0, rows).Select(row => levels[row % levels.Length])),
            new NumericColumn("eta", x.Select(value => value * value).ToArray()),
        ]);
        var model = LogisticRegression.Fit(table, "y ~ .");
        Assert.Equal(3, model.Encoding.Columns.Count);
        Same(model, table, "from \"t\"; drop table t");
    }

    [Fact]
    public void Log_odds_of_800_are_probabilities_of_0_and_1()
    {
        var model = LogisticRegression.Fit(Births, "low ~ lwt");
        double[] etas = [-1e6, -800, -745.5, -709.8, -699, -37, -1e-300, 0, 1e-9, 37, 41, 699, 710, 800, 1e6];
        var (slope, intercept) = (model["lwt"].Estimate!.Value, model[LogisticModel.InterceptTerm].Estimate!.Value);
        Same(model, new Table([new NumericColumn("lwt", etas.Select(eta => (eta - intercept) / slope).ToArray())]));
    }

    [Fact]
    public void Nulls_unknown_levels_and_values_without_a_logarithm_have_no_probability()
    {
        var model = LogisticRegression.Fit(Births, "low ~ log(lwt) + race + age");
        var table = new Table(
        [
            new NumericColumn("lwt", new[] { 100, NumericColumn.Missing, 100, 0, 100, -4 }),
            CategoricalColumn.FromTexts("race", ["white", "white", null, "white", "green", "white"]),
            new NumericColumn("age", new double[] { 20, 20, 20, 20, 20, 20 }),
        ]);
        foreach (var answers in Engines(SqlScoring.Query(model, SqlDialect.PostgreSql, "t7"), SqlScoring.Query(model, SqlDialect.Sqlite, "t7"), "t7", table, ["probability"]))
        {
            Near.Absolute(model.Probability(table.Select([0]))[0], answers[0][0], 1e-12);
            Assert.All(answers.Skip(1), answer => Assert.True(double.IsNaN(answer[0])));
        }
    }

    [Fact]
    public void A_column_without_a_coefficient_is_needed_all_the_same()
    {
        var twice = new Table([.. Births.Columns, new NumericColumn("again", ((NumericColumn)Births["lwt"]).Values.ToArray())]);
        var model = LogisticRegression.Fit(twice, "low ~ lwt + again");
        Assert.Null(model["again"].Estimate);
        Same(model, new Table([new NumericColumn("lwt", new double[] { 100, 100 }), new NumericColumn("again", new[] { 100, NumericColumn.Missing })]));
    }

    [Fact]
    public void Calibrations_are_part_of_the_expression()
    {
        var model = LogisticRegression.Fit(Births, "low ~ lwt + smoke + offset(ftv/10)");
        Same(model.WithCalibration(new PlattMap(0.7, -0.2)), Births);
        Same(model.WithCalibration(new BetaMap(0.6, 1.3, 0.1)), Births);
        var extremes = new Table([new NumericColumn("lwt", new double[] { -60000, -3000, 3000, 60000 }), new NumericColumn("smoke", new double[4]), new NumericColumn("ftv", new double[4])]);
        Same(model.WithCalibration(new BetaMap(0.06, 0.02, 0.1)), extremes);
        var steps = new IsotonicMap(IsotonicFit.Compute([0, 1, 0, 1], [0, 1, 2, 3]));
        Assert.Contains("isotonic", Assert.Throws<UnusableDataException>(() => SqlScoring.Probability(model.WithCalibration(steps), SqlDialect.Sqlite)).Message);
    }

    [Fact]
    public void Several_classes_have_an_expression_each()
    {
        var flowers = TableReader.Read(Repository.Sample("penguins.csv"));
        Same(MultinomialRegression.Fit(flowers, "species ~ bill_length_mm + sex", new FitOptions { Reference = "Gentoo" }), flowers);
        Same(MultinomialRegression.Fit(flowers, "species ~ bill_length_mm * sex", new FitOptions { Penalty = new Penalties.Ridge(0.01) }), flowers);
        var housing = TableReader.Read(Repository.Sample("housing.csv"));
        Same(OrdinalRegression.Fit(housing, "Sat ~ Infl + Type + Cont", new FitOptions { Levels = ["Low", "Medium", "High"], Weights = "Freq" }), housing);
    }

    [Fact]
    public void What_has_no_SQL_is_refused()
    {
        var model = LogisticRegression.Fit(Births, "low ~ age + hash(race, 2)", new FitOptions { Penalty = new Penalties.Ridge(0.1) });
        Assert.Contains("hash(race, 2)", Assert.Throws<UnusableDataException>(() => SqlScoring.Probability(model, SqlDialect.Spark)).Message);
    }

    [Fact]
    public void Each_dialect_quotes_and_binds_in_its_own_way()
    {
        var model = LogisticRegression.Fit(Births, "low ~ age + race");
        var texts = SqlDialect.All.ToDictionary(dialect => dialect.Name, dialect => SqlScoring.Probability(model, dialect));
        Assert.Equal(7, texts.Count);
        Assert.Contains("\"age\"::float8", texts["postgresql"]);
        Assert.Contains("transform(array(", texts["spark"]);
        Assert.Contains("from unnest([", texts["bigquery"]);
        Assert.Contains("cast([age] as float)", texts["sqlserver"]);
        Assert.Contains("N'black'", texts["sqlserver"]);
        Assert.Contains("cast(\"age\" as double)", texts["duckdb"]);
        Assert.Contains("arrayMap(eta -> ", texts["clickhouse"]);
        Assert.All(texts.Values, text => Assert.Equal(1, text.Split("age").Length - 1));
    }

    private void Same(LogisticModel model, Table rows, string name = "scored")
    {
        var quoted = $"\"{name.Replace("\"", "\"\"")}\"";
        Same(model.Probability(rows), 1, Engines(SqlScoring.Query(model, SqlDialect.PostgreSql, quoted), SqlScoring.Query(model, SqlDialect.Sqlite, quoted), name, rows, ["probability"]));
    }

    private void Same(ClassModel model, Table rows) => Same(model.Probabilities(rows), model.Classes.Count,
        Engines(SqlScoring.Query(model, SqlDialect.PostgreSql, "classes"), SqlScoring.Query(model, SqlDialect.Sqlite, "classes"), "classes", rows, [.. model.Classes.Select(label => $"probability_{label}")]));

    private static void Same(double[] expected, int classes, IEnumerable<double[][]> engines)
    {
        Assert.Contains(expected, double.IsFinite);
        foreach (var answers in engines)
        {
            Assert.Equal(expected.Length, answers.Length * classes);
            for (var i = 0; i < expected.Length; i++)
            {
                var (own, theirs) = (expected[i], answers[i / classes][i % classes]);
                if (double.IsNaN(own)) Assert.True(double.IsNaN(theirs), $"{i}: {theirs}");
                else
                {
                    Near.Absolute(own, theirs, 1e-12, $"probability {i}");
                    // Small probabilities have digits of their own, but for those of −700 and less.
                    if (own > 1e-290) Near.Relative(own, theirs, 1e-9, $"probability {i}");
                }
            }
        }
    }

    private IEnumerable<double[][]> Engines(string forPostgres, string forSqlite, string name, Table rows, string[] columns)
    {
        // The same rows in the same order.
        var numbered = new Table([new NumericColumn("row number", Enumerable.Range(0, rows.Rows).Select(row => (double)row).ToArray()), .. rows.Columns]);
        postgres.Create(numbered, name);
        yield return postgres.Numbers($"select {string.Join(", ", columns.Select(PostgresServer.Quote))} from ({forPostgres}) as scored order by \"row number\"");
        yield return SqliteShell.Numbers(numbered, name, forSqlite, columns);
    }
}
