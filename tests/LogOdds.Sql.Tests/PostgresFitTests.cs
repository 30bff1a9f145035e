using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Sql;

namespace LogOdds.Tests;

/// <summary>Fits in PostgreSQL, and of rows read out of it, against those in memory.</summary>
public class PostgresFitTests(PostgresServer server)
{
    private static readonly Table Births = TableReader.Read(Repository.Sample("birthwt.csv"));

    private static Table Read(string connection, string query) => PostgresReader.Read(connection, query, cancellation: TestContext.Current.CancellationToken);

    // To rounding: what is chosen in memory, on a sample of the rows, stops a little earlier.
    private static FitOptions Exact { get; } = new() { Solver = new Solvers.Newton() };

    // The same of whichever solver is chosen.
    private static FitOptions Chosen { get; } = new() { Solver = new Solvers.AutoSolver { Tolerance = 1e-13 } };

    [Theory]
    [InlineData("low ~ age + lwt + race + smoke")]
    [InlineData("low ~ . - ftv")]
    [InlineData("low ~ 0 + race + age")]
    [InlineData("low ~ age * smoke + race:ui + log(lwt) + I(age^2) + I(race == \"white\")")]
    [InlineData("low ~ C(race, sum) * age + C(ptl) + poly(lwt, 2, raw = TRUE) + ns(age, knots = c(20, 28), Boundary.knots = c(14, 45))")]
    [InlineData("low ~ age + lwt + I(2*age) + race + I(lwt + age) + offset(lwt/200)")]
    [InlineData("low ~ 1")]
    public void Birth_weights(string formula)
    {
        var table = server.Create(Births);
        var expected = LogisticRegression.Fit(Births, formula);
        SameFit.Check(expected, SqlRegression.Fit(server.Connection, $"select * from {table}", formula));
        SameFit.Check(expected, LogisticRegression.Fit(Read(server.Connection, $"select * from {table};"), formula));
    }

    [Fact]
    public void Diabetes()
    {
        var table = TableReader.Read(Repository.Sample("pima.csv"));
        var target = table.Columns[^1].Name;
        var name = server.Create(table);
        var formula = $"{target} ~ .";
        SameFit.Check(LogisticRegression.Fit(table, formula), SqlRegression.Fit(server.Connection, $"select * from {name}", formula));
    }

    [Fact]
    public void Thirty_numbers_and_three_factors_of_which_some_are_missing()
    {
        var table = Wards.Rows(20_000, 30, hasMissing: true);
        var name = server.Create(table);
        var expected = LogisticRegression.Fit(table, "y ~ .", Exact);
        Assert.True(expected.Rows.Dropped > 1000);
        var model = SqlRegression.Fit(server.Connection, $"select * from {name}", "y ~ .", Chosen);
        Assert.Equal("sampled-newton", model.Solver.Name);
        SameFit.Check(expected, model);
        SameFit.Check(expected, LogisticRegression.Fit(Read(server.Connection, $"select * from {name}"), "y ~ .", Exact));
    }

    [Fact]
    public void Samples_are_of_some_rows_and_weights_and_leave_the_answer_as_it_is()
    {
        var rows = Wards.Rows(9000, 5);
        var table = new Table([.. rows.Columns, new NumericColumn("w", Enumerable.Range(0, rows.Rows).Select(row => (double)(row % 4)).ToArray())]);
        var query = $"select * from {server.Create(table)}";
        var sampled = new FitOptions { Weights = "w", Solver = new Solvers.SampledNewton { SampleRows = 1500, Tolerance = 1e-13 } };
        SameFit.Check(LogisticRegression.Fit(table, "y ~ .", Exact with { Weights = "w" }), SqlRegression.Fit(server.Connection, query, "y ~ .", sampled));
    }

    [Fact]
    public void Rows_of_which_few_are_different_are_not_sampled()
    {
        var table = Wards.Rows(20_000, 1);
        var query = $"select * from {server.Create(table)}";
        const string Formula = "y ~ ward * year";
        var expected = LogisticRegression.Fit(table, Formula, Exact);
        var model = SqlRegression.Fit(server.Connection, query, Formula, Chosen);
        Assert.Equal("newton", model.Solver.Name);
        SameFit.Check(expected, model);
        SameFit.Check(expected, SqlRegression.Fit(server.Connection, query, Formula, new FitOptions { Solver = new Solvers.SampledNewton { Tolerance = 1e-13 } }));
    }

    [Fact]
    public void Columns_that_a_sample_acquits_are_kept_and_repeated_ones_are_found()
    {
        var rows = Wards.Rows(9000, 4);
        var x = ((NumericColumn)rows["x1"]).Values.ToArray();
        // The one differs from x1 in a few rows only, the other in none.
        var table = new Table([.. rows.Columns, new NumericColumn("close", x.Select((value, row) => row % 1000 == 0 ? value + 3 : value).ToArray()), new NumericColumn("same", x.Select(value => 2 * value - 7).ToArray())]);
        var model = SqlRegression.Fit(server.Connection, $"select * from {server.Create(table)}", "y ~ .", Exact);
        SameFit.Check(LogisticRegression.Fit(table, "y ~ .", Exact), model);
        Assert.Null(model.Coefficients.Single(line => line.Term == "same").Estimate);
        Assert.NotNull(model.Coefficients.Single(line => line.Term == "close").Estimate);
    }

    [Fact]
    public void Rows_beyond_the_memory_limit_are_kept_in_files_and_give_the_same_model()
    {
        // Three blocks; the levels of the last are not those of the first, and its first text is a null.
        const string query = "select (g * 7919 % 1000 < 400 + 300 * sin(g))::int as y, case when g % 97 = 3 then null else sin(g) end as a, g % 11 as b, "
            + "case when g % 65536 = 1 then null else chr((97 + g / 40000 + g % 3)::int) end as f from generate_series(1::bigint, 150000) as g";
        var table = PostgresReader.Read(server.Connection, query, cancellation: TestContext.Current.CancellationToken);
        var expected = LogisticRegression.Fit(table, "y ~ .", Exact);
        Numerics.MemoryLimit.Set(new Numerics.MemoryLimit(1, Path.GetTempPath()));
        try
        {
            var limited = PostgresReader.Read(server.Connection, query, cancellation: TestContext.Current.CancellationToken);
            Assert.All(limited.Columns.OfType<NumericColumn>(), column =>
                Assert.True(System.Runtime.InteropServices.MemoryMarshal.TryGetMemoryManager<double, Numerics.MappedMemory<double>>(column.Memory, out _)));
            Assert.Equal(table.Rows, limited.Rows);
            Assert.Equal(((CategoricalColumn)table["f"]).Levels, ((CategoricalColumn)limited["f"]).Levels);
            SameFit.Check(expected, LogisticRegression.Fit(limited, "y ~ .", Exact));
        }
        finally
        {
            Numerics.MemoryLimit.Set(null);
        }
        // Against the blocks, which share nothing with it.
        var row = 0;
        foreach (var block in PostgresReader.ReadBlocks(server.Connection, query, cancellation: TestContext.Current.CancellationToken))
            for (var i = 0; i < block.Rows; i++, row++)
                for (var j = 0; j < block.Columns.Count; j++)
                    if (block.Columns[j].TextAt(i) != table.Columns[j].TextAt(row)) Assert.Fail($"row {row}, {table.Columns[j].Name}: {table.Columns[j].TextAt(row)}");
        Assert.Equal(150_000, row);
    }

    [Fact]
    public void More_columns_than_a_result_has_room_for_products_of_are_asked_for_in_parts()
    {
        var table = Wards.Rows(2000, 70);
        SameFit.Check(LogisticRegression.Fit(table, "y ~ .", Exact), SqlRegression.Fit(server.Connection, $"select * from {server.Create(table)}", "y ~ .", Chosen));
    }

    [Fact]
    public void Columns_far_from_0_lose_no_digits()
    {
        const int Rows = 20_000;
        var random = new Numerics.SeededRandom(5);
        double[] z = [.. Enumerable.Range(0, 4 * Rows).Select(_ => random.NextNormal())];
        NumericColumn Of(string name, int k, Func<double, double> value) => new(name, Enumerable.Range(0, Rows).Select(i => value(z[4 * i + k])).ToArray());
        // So far that the centre is taken off by coefficients alone, for products only, always, and where little else would be left.
        var table = new Table([Of("near", 0, value => 5 + value), Of("off", 1, value => 40 + value), Of("year", 2, value => Math.Round(2010 + 10 * value)), Of("far", 3, value => 1e8 + value),
            new NumericColumn("y", Enumerable.Range(0, Rows).Select(i => random.NextDouble() < 1 / (1 + Math.Exp(-(z[4 * i] + z[4 * i + 1] - z[4 * i + 2] - z[4 * i + 3]) / 2)) ? 1.0 : 0).ToArray())]);
        var (expected, query) = (LogisticRegression.Fit(table, "y ~ .", Exact), $"select * from {server.Create(table)}");
        SameFit.Check(expected, SqlRegression.Fit(server.Connection, query, "y ~ .", Exact));
        // By gradients alone.
        SameFit.Check(expected, SqlRegression.Fit(server.Connection, query, "y ~ .", new FitOptions { Solver = new Solvers.Lbfgs { Tolerance = 1e-13 } }));
    }

    [Theory]
    [InlineData(5, false, false)]
    [InlineData(40, true, false)]
    [InlineData(-40, true, false)]
    [InlineData(2010, true, true)]
    public void Only_columns_far_from_0_are_centred(double mean, bool isForProducts, bool isAlone)
    {
        var column = SqlDesignColumn.Of(SqlDialect.PostgreSql, "t.x", isPlain: true, mean, deviation: 1, origin: 0);
        Assert.Equal((isForProducts ? mean : 0, !isForProducts), (column.Shift, column.Expression == "t.x"));
        Assert.Equal((isAlone ? mean : 0, !isAlone), (column.Single.Shift, column.Single.Expression == "t.x"));
        Assert.Equal(column.Single, column.Single.Single);
    }

    [Fact]
    public void Rows_that_fit_badly_have_their_loss_to_the_last_digit()
    {
        // Up to log-odds of −900 of the class that was seen: an offset says so, whatever the coefficients are.
        var x = Enumerable.Range(0, 400).Select(k => Math.Sin(k * k)).ToArray();
        var table = new Table([new NumericColumn("x", x), new NumericColumn("o", x.Select((_, k) => k % 40 == 0 ? k * 2.25 : 0).ToArray()), new NumericColumn("y", x.Select((value, k) => k % 40 != 0 && value + Math.Sin(7 * k) > 0 ? 1.0 : 0).ToArray())]);
        var options = new FitOptions { Offset = "o", Solver = new Solvers.Lbfgs { MaxIterations = 3 } };
        var (own, theirs) = (LogisticRegression.Fit(table, "y ~ x", options), SqlRegression.Fit(server.Connection, $"select * from {server.Create(table)}", "y ~ x", options));
        Assert.True(own.Statistics.TotalLoss > 4000);
        Near.Relative(own.Statistics.TotalLoss, theirs.Statistics.TotalLoss, 1e-13, "loss");
    }

    [Fact]
    public void Weights_class_weights_penalties_and_labels()
    {
        var table = new Table([.. Births.Columns, new NumericColumn("w", Enumerable.Range(0, Births.Rows).Select(row => (double)(row % 4)).ToArray()),
            CategoricalColumn.FromTexts("outcome", ((NumericColumn)Births["low"]).Values.ToArray().Select(low => low == 1 ? "a 'low' one" : "zero"))]);
        var query = $"select * from {server.Create(table)}";
        FitOptions[] choices =
        [
            new FitOptions { Weights = "w" },
            new FitOptions { Weights = "w", WeightKind = WeightKind.Frequency },
            new FitOptions { Weights = "w", ClassWeight = ClassWeight.Balanced, Penalty = new Ridge(0.01) },
            new FitOptions { Penalty = new Ridge(0.02), Standardize = StandardizeKind.Population },
            new FitOptions { Penalty = new ElasticNet(0.03, 0.7), Standardize = StandardizeKind.Sample },
            new FitOptions { Offset = "ftv", Solver = new Solvers.Lbfgs() },
            new FitOptions { Penalty = new Ridge(0.02), Solver = new Solvers.NewtonCg() },
            new FitOptions { Intervals = IntervalKind.Profile },
        ];
        foreach (var options in choices)
        {
            var own = LogisticRegression.Fit(table, "low ~ age + race + lwt + smoke", options);
            var theirs = SqlRegression.Fit(server.Connection, query, "low ~ age + race + lwt + smoke", options);
            foreach (var (a, b) in own.Coefficients.Zip(theirs.Coefficients))
            {
                Near.Mixed(a.Estimate!.Value, b.Estimate!.Value, 1e-7, a.Term);
                Assert.Equal(a.Low is null, b.Low is null);
                if (a.Low is { } low) Near.Mixed(low, b.Low!.Value, 1e-6, $"low end of {a.Term}");
            }
            Near.Relative(own.Statistics.Objective, theirs.Statistics.Objective, 1e-9, "objective");
            Near.Relative(own.Training.Auc, theirs.Training.Auc, 1e-6, "AUC");
            Assert.Equal(own.Statistics.Observations, theirs.Statistics.Observations);
        }
        var positive = new FitOptions { Positive = "a 'low' one" };
        SameFit.Check(LogisticRegression.Fit(table, "outcome ~ age + race", positive), SqlRegression.Fit(server.Connection, query, "outcome ~ age + race", positive));
    }

    [Fact]
    public void Every_type_of_number_counts()
    {
        server.Execute("""
            drop table if exists kinds; create type mood as enum ('glad', 'sad');
            create table kinds as select (random() < 0.4)::boolean as y, (10 * random())::smallint as a, (1000 * random())::int as b, (1e10 * random())::bigint as c, random()::real as d, random()::numeric(20, 12) as e, random() < 0.5 as f,
            case when random() < 0.5 then 'glad' else 'sad' end::mood as g, case when random() < 0.5 then 'u' else 'v ' end::varchar(4) as h, case when random() < 0.01 then null else random() end as i from generate_series(1, 3000)
            """);
        var rows = Read(server.Connection, "select * from kinds");
        Assert.IsType<CategoricalColumn>(rows["g"]);
        SameFit.Check(LogisticRegression.Fit(rows, "y ~ ."), SqlRegression.Fit(server.Connection, "select * from kinds", "y ~ ."));
    }

    [Fact]
    public void Complete_separation_is_proved()
    {
        var x = Enumerable.Range(0, 60).Select(k => k / 10.0).ToArray();
        var table = new Table([new NumericColumn("x", x), new NumericColumn("z", x.Select(Math.Sin).ToArray()), new NumericColumn("y", x.Select(value => value > 3 ? 1.0 : 0).ToArray())]);
        var own = LogisticRegression.Fit(table, "y ~ x");
        var theirs = SqlRegression.Fit(server.Connection, $"select * from {server.Create(table)}", "y ~ x");
        Assert.True(theirs.Separation!.IsComplete);
        Assert.Equal(own.Solver.Status, theirs.Solver.Status);
        Assert.Equal(own.Separation!.InWords, theirs.Separation.InWords);
        Assert.Equal(own.Coefficients.Select(line => (line.Term, line.Limit)), theirs.Coefficients.Select(line => (line.Term, line.Limit)));
    }

    [Theory]
    [InlineData("y ~ x + g", false)]
    [InlineData("y ~ x * g", false)]
    [InlineData("y ~ x + far + g", true)]
    [InlineData("y ~ 0 + g + x", false)]
    public void Separation_in_part_is_proved_and_the_other_coefficients_are_their_limits(string formula, bool hasWeights)
    {
        var rows = 120;
        var x = Enumerable.Range(0, rows).Select(k => Math.Sin(k * k)).ToArray();
        var table = new Table(
        [
            new NumericColumn("y", x.Select((value, k) => k % 3 == 0 || Math.Sin(7 * k) + value > 0 ? 1.0 : 0).ToArray()),
            new NumericColumn("x", x),
            new NumericColumn("far", x.Select((value, k) => 1e6 + Math.Cos(k)).ToArray()),
            CategoricalColumn.FromTexts("g", x.Select((_, k) => k % 3 == 0 ? "always" : k % 3 == 1 ? "b" : "a")),
            new NumericColumn("w", x.Select((_, k) => (double)(k % 4)).ToArray()),
        ]);
        var options = new FitOptions { Weights = hasWeights ? "w" : null };
        var own = LogisticRegression.Fit(table, formula, options);
        var theirs = SqlRegression.Fit(server.Connection, $"select * from {server.Create(table)}", formula, options);
        Assert.False(own.Separation!.IsComplete);
        Assert.Equal((own.Separation.RowsGaining, own.Separation.IsComplete), (theirs.Separation!.RowsGaining, theirs.Separation.IsComplete));
        Assert.Contains("along g[always]", theirs.Separation.InWords);
        Assert.Equal(own.Solver.Status, theirs.Solver.Status);
        foreach (var (a, b) in own.Coefficients.Zip(theirs.Coefficients))
        {
            // Along which of several directions a coefficient goes is not told by the rows.
            Assert.Equal((a.Limit == CoefficientLimit.Finite, a.StandardError is null), (b.Limit == CoefficientLimit.Finite, b.StandardError is null));
            if (a.StandardError is not { } error) continue;
            Near.Mixed(a.Estimate!.Value, b.Estimate!.Value, 1e-8, a.Term);
            Near.Mixed(error, b.StandardError!.Value, 1e-8, $"error of {a.Term}");
        }
    }

    [Fact]
    public void No_row_leaves()
    {
        var table = Wards.Rows(50_000, 10);
        var name = server.Create(table);
        var size = server.Numbers($"select pg_table_size('{name}')::float8")[0][0];
        using var proxy = new CountingProxy(((Func<int>)(() => { _ = server.Connection; return server.Port; }))());
        var model = SqlRegression.Fit(server.Connection.Replace($"Port={server.Port}", $"Port={proxy.Port}"), $"select * from {name}", "y ~ .", Chosen);
        SameFit.Check(LogisticRegression.Fit(table, "y ~ .", Exact), model);
        Assert.InRange(proxy.Received, 1000, size / 50);
    }

    [Fact]
    public void A_connection_that_is_cut_is_made_again()
    {
        var table = Wards.Rows(5000, 5);
        var name = server.Create(table);
        using var proxy = new CountingProxy(((Func<int>)(() => { _ = server.Connection; return server.Port; }))());
        var iterations = 0;
        var options = new FitOptions { Trace = _ => { if (++iterations % 2 == 0) proxy.Cut(); } };
        var model = SqlRegression.Fit(server.Connection.Replace($"Port={server.Port}", $"Port={proxy.Port}"), $"select * from {name}", "y ~ .", options);
        SameFit.Check(LogisticRegression.Fit(table, "y ~ .", Exact), model);
        Assert.True(proxy.Connections > 1);
    }

    [Fact]
    public void Rows_that_changed_while_the_connection_was_lost_are_not_mixed_with_the_others()
    {
        var name = server.Create(Births);
        using var proxy = new CountingProxy(((Func<int>)(() => { _ = server.Connection; return server.Port; }))());
        var options = new FitOptions
        {
            Trace = record =>
            {
                if (record.Iteration != 1) return;
                server.Execute($"update {name} set low = 1 - low where age < 20");
                proxy.Cut();
            },
        };
        var fault = Assert.Throws<UnusableDataException>(() => SqlRegression.Fit(server.Connection.Replace($"Port={server.Port}", $"Port={proxy.Port}"), $"select * from {name}", "low ~ age", options));
        Assert.Contains("changed", fault.Message);
    }

    [Fact]
    public void Changes_by_others_during_the_fit_are_not_seen()
    {
        var name = server.Create(Births);
        var options = new FitOptions { Trace = record => { if (record.Iteration == 1) server.Execute($"delete from {name} where age < 20"); } };
        SameFit.Check(LogisticRegression.Fit(Births, "low ~ age + race"), SqlRegression.Fit(server.Connection, $"select * from {name}", "low ~ age + race", options));
    }

    [Fact]
    public void Hostile_names_are_names()
    {
        var hostile = "a\"\"b; drop table kept; --";
        var table = new Table([new NumericColumn("y'", ((NumericColumn)Births["low"]).Values.ToArray()), new NumericColumn(hostile, ((NumericColumn)Births["age"]).Values.ToArray()),
            CategoricalColumn.FromTexts("lo_x0", ((CategoricalColumn)Births["race"]).Codes.ToArray().Select(code => $"'); drop table kept; -- {code}\\"))]);
        server.Create(Births, "kept");
        var name = server.Create(table, "t\"; drop table kept; --");
        SameFit.Check(LogisticRegression.Fit(table, "`y'` ~ ."), SqlRegression.Fit(server.Connection, $"select * from {PostgresServer.Quote(name)} -- all of them", "`y'` ~ ."));
        Assert.Equal(Births.Rows, server.Numbers("select count(*)::float8 from kept")[0][0]);
    }

    [Theory]
    [InlineData("select * from b; drop table b", "low ~ age", "more than one statement")]
    [InlineData("  ", "low ~ age", "empty")]
    [InlineData("select * from nowhere", "low ~ age", "nowhere")]
    [InlineData("delete from b returning *", "low ~ age", "refuses")]
    [InlineData("select * from b", "low ~ agee", "age")]
    [InlineData("select b.*, now() as seen from b", "low ~ seen", "timestamp")]
    [InlineData("select b.*, date '2020-01-01' as day from b", "low ~ .", "extract(year")]
    [InlineData("select b.*, age as age from b", "low ~ age", "two columns")]
    [InlineData("select b.*, case when age > 30 then 'NaN'::float8 else age end as aged from b", "low ~ aged", "aged")]
    [InlineData("select * from b", "low ~ log(smoke)", "log(smoke)")]
    [InlineData("select * from b", "low ~ poly(age, 2)", "raw = TRUE")]
    [InlineData("select * from b", "low ~ ns(age, df = 3)", "Boundary.knots")]
    [InlineData("select * from b", "low ~ scale(age)", "scale(age)")]
    [InlineData("select * from b", "age ~ lwt", "binary")]
    [InlineData("select * from b", "cbind(low, age) ~ lwt", "Compute it in the query")]
    [InlineData("select * from b where age > 1000", "low ~ age", "no row")]
    [InlineData("select * from b where low = 1", "low ~ age", "always 1")]
    [InlineData("select b.*, null::float8 as nothing from b", "low ~ nothing", "every row")]
    public void What_cannot_be_fitted_is_told(string query, string formula, string expected)
    {
        server.Create(Births, "b");
        Assert.Contains(expected, Assert.Throws<UnusableDataException>(() => SqlRegression.Fit(server.Connection, query, formula)).Message);
        Assert.Equal(Births.Rows, server.Numbers("select count(*)::float8 from b")[0][0]);
    }

    [Fact]
    public void What_needs_rows_is_refused()
    {
        var query = $"select * from {server.Create(Births)}";
        foreach (var options in new[] { new FitOptions { Cluster = "race" }, new FitOptions { Covariance = CovarianceKind.HC1 }, new FitOptions { BiasReduction = BiasReduction.Firth }, new FitOptions { Strata = "race" } })
            Assert.Contains("stay in the database", Assert.Throws<UnusableDataException>(() => SqlRegression.Fit(server.Connection, query, "low ~ age", options)).Message);
    }

    [Fact]
    public void A_query_that_takes_too_long_is_ended()
    {
        var fault = Assert.Throws<UnusableDataException>(() => SqlRegression.Fit(server.Connection, "select 1.0 as y, pg_sleep(0.01)::text as x from generate_series(1, 1000)", "y ~ x", sql: new SqlOptions { TimeoutSeconds = 1 }));
        Assert.Contains("longer than it may", fault.Message);
    }

    [Fact]
    public void A_server_that_is_not_there_is_told()
    {
        var port = FreePort.Take(1)[0];
        Assert.Contains("did not answer", Assert.Throws<UnusableDataException>(() => SqlRegression.Fit($"Host=127.0.0.1;Port={port};Username=u", "select 1", "y ~ x")).Message);
        Assert.Contains("cannot be used", Assert.Throws<UnusableDataException>(() => Read($"Host=127.0.0.1;Port={port};Username=u", "select 1")).Message);
        Assert.Contains("Host=localhost", Assert.Throws<UnusableDataException>(() => Read("nonsense", "select 1")).Message);
    }
}
