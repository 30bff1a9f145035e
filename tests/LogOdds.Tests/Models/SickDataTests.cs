using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Models;

/// <summary>Data that cannot answer, or only in part: what is said of it.</summary>
public class SickDataTests
{
    private static readonly double[] Y = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1];
    private static readonly double[] A = [1, 2, 2.5, 3, 3.5, 4, 1.5, 5, 4.5, 0.5];

    [Fact]
    public void A_constant_column_is_left_out_and_named()
    {
        var model = LogisticRegression.Fit(Of(("y", Y), ("a", A), ("k", Filled(0.1))), "y ~ a + k");
        Assert.Null(model["k"].Estimate);
        Assert.Equal(("constant", "k is 0.1 in every row: it repeats the intercept and is left out."), (model.Warnings.Single().Code, model.Warnings.Single().Message));
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        Assert.Equal(LogisticRegression.Fit(Of(("y", Y), ("a", A)), "y ~ a")["a"], model["a"]);
    }

    [Theory]
    [InlineData(1, 0, "b = a:")]
    [InlineData(-1, 1, "b = 1 − a:")]
    [InlineData(2, 0, "b = 2·a:")]
    [InlineData(0.5, -3, "b = −3 + 0.5·a:")]
    public void A_column_that_repeats_another_is_named_with_what_it_repeats(double factor, double constant, string expected)
    {
        var model = LogisticRegression.Fit(Of(("y", Y), ("a", A), ("b", [.. A.Select(v => factor * v + constant)])), "y ~ a + b");
        Assert.Null(model["b"].Estimate);
        Assert.NotNull(model["a"].StandardError);
        Assert.Equal("aliased", model.Warnings.Single().Code);
        Assert.StartsWith(expected, model.Warnings.Single().Message);
        Assert.Equal(2, model.Statistics.Parameters);
    }

    [Fact]
    public void A_sum_of_columns_is_found_in_data_far_from_zero()
    {
        double[] b = [.. A.Select((_, i) => 1e6 + Math.Sin(i))], a = [.. A.Select(v => 1e7 + v)];
        var model = LogisticRegression.Fit(Of(("y", Y), ("a", a), ("b", b), ("c", [.. a.Zip(b, (u, v) => u + v)])), "y ~ a + b + c");
        Assert.Contains("c = a + b:", model.Warnings.Single().Message);
    }

    [Fact]
    public void A_nearly_repeated_column_stays()
    {
        var model = LogisticRegression.Fit(Of(("y", Y), ("a", A), ("b", [.. A.Select((v, i) => v + 1e-5 * Math.Cos(9 * i))])), "y ~ a + b");
        Assert.DoesNotContain(model.Warnings, w => w.Code == "aliased");
        Assert.NotNull(model["b"].Estimate);
    }

    [Fact]
    public void Aliased_columns_of_a_reference_data_set_are_left_out_as_in_R()
    {
        var table = TableReader.Read(Repository.Sample("birthwt.csv"));
        var half = new NumericColumn("half", ((NumericColumn)table["lwt"]).Values.ToArray().Select(v => v / 2).ToArray());
        var model = LogisticRegression.Fit(new Table([.. table.Columns, half]), "low ~ age + lwt + half + smoke");
        Assert.Null(model["half"].Estimate);
        // R 4.2.2: glm(low ~ age + lwt + I(lwt/2) + smoke)
        Near.Relative(-0.012138542338904311, model["lwt"].Estimate!.Value, 1e-9);
        Near.Relative(0.32587778228097974, model["smoke"].StandardError!.Value, 1e-9);
        Near.Relative(230.8793529754947, model.Statistics.Aic!.Value, 1e-9);
    }

    [Fact]
    public void Under_a_ridge_penalty_repeated_columns_share_the_effect()
    {
        var model = LogisticRegression.Fit(Of(("y", Y), ("a", A), ("b", A)), "y ~ a + b", new FitOptions { Penalty = new Ridge(0.1) });
        Near.Relative(model["a"].Estimate!.Value, model["b"].Estimate!.Value, 1e-9);
        Assert.Empty(model.Warnings);
    }

    [Fact]
    public void One_class_only_cannot_be_fitted() =>
        Assert.Contains("always 1", Problem(Of(("y", Filled(1)), ("a", A)), "y ~ a"));

    [Fact]
    public void Three_classes_are_listed()
    {
        var message = Problem(TableReader.Read(Repository.Sample("iris.csv")), "species ~ .");
        Assert.Contains("has 3 different values (setosa, versicolor, virginica)", message);
    }

    [Fact]
    public void More_columns_than_rows_need_a_penalty()
    {
        var x = new double[10, 12];
        var random = new LogOdds.Numerics.SeededRandom(2);
        for (var i = 0; i < 10; i++)
            for (var j = 0; j < 12; j++)
                x[i, j] = random.NextNormal();
        Assert.Contains("10 rows cannot determine 13 coefficients. Use fewer columns, more rows, or a ridge penalty.",
            Assert.Throws<UnusableDataException>(() => LogisticRegression.Fit(x, Y)).Message);
        Assert.Equal(SolverStatus.Converged, LogisticRegression.Fit(x, Y, new FitOptions { Penalty = new Ridge(0.1) }).Solver.Status);
    }

    [Fact]
    public void A_column_of_names_is_recognised_as_the_culprit()
    {
        var names = CategoricalColumn.FromTexts("name", Enumerable.Range(0, 30).Select(i => $"person {i}"));
        var y = new NumericColumn("y", Enumerable.Range(0, 30).Select(i => (double)(i * 7 % 3 == 0 ? 1 : 0)).ToArray());
        var a = new NumericColumn("a", Enumerable.Range(0, 30).Select(i => Math.Sin(i)).ToArray());
        Assert.Contains("Column 'name' alone has 30 different values; leave it out (- name)", Problem(new Table([y, names, a]), "y ~ ."));
    }

    [Fact]
    public void Too_many_columns_for_a_matrix_are_fitted_without_one_and_it_is_said()
    {
        const int rows = 20_000;
        var names = CategoricalColumn.FromTexts("name", Enumerable.Range(0, rows).Select(i => $"person {i % (rows / 4)}"));
        var y = new NumericColumn("y", Enumerable.Range(0, rows).Select(i => (double)(i / 7 % 2)).ToArray());
        var model = LogisticRegression.Fit(new Table([y, names]), "y ~ .", new FitOptions { Solver = new Lbfgs { MaxIterations = 20 } });
        Assert.Contains(model.Warnings, warning => warning.Code == "unchecked");
        Assert.Null(model.Coefficients[1].StandardError);
        Assert.NotNull(model.Coefficients[1].Estimate);
    }

    [Fact]
    public void Newton_refuses_a_Hessian_larger_than_an_array() =>
        Assert.Contains("use L-BFGS", Assert.Throws<ArgumentException>(() => new Newton().Solve(new Wide(), new NoPenalty(), new double[50_000], null, TestContext.Current.CancellationToken)).Message);

    private sealed class Wide : LogOdds.Objectives.ICurvedObjective
    {
        public int Dimension => 50_000;
        public int Slopes => 49_999;
        public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient) => 0;
        public double Evaluate(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> packedHessian) => 0;
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_value_that_is_not_finite_is_named_by_row_and_column(double value, string text)
    {
        double[] a = [.. A];
        a[6] = value;
        Assert.Contains($"row 7: column 'a' holds {text}, which is not a finite number", Problem(Of(("y", Y), ("a", a)), "y ~ a"));
    }

    [Fact]
    public void An_unknown_column_is_answered_with_the_nearest_name() =>
        Assert.Contains("there is no column 'lengt'. Did you mean 'length'?", Problem(Of(("y", Y), ("length", A)), "y ~ lengt"));

    [Fact]
    public void Rows_with_missing_values_are_dropped_and_counted_by_column()
    {
        double[] a = [.. A], b = [.. A.Select((_, i) => Math.Cos(i))];
        a[0] = a[3] = b[3] = NumericColumn.Missing;
        var table = Of(("y", Y), ("a", a), ("b", b), ("unused", Filled(NumericColumn.Missing)));
        var model = LogisticRegression.Fit(table, "y ~ a + b");
        Assert.Equal((10, 8, 2), (model.Rows.Read, model.Rows.Used, model.Rows.Dropped));
        Assert.Equal([("a", 2), ("b", 1)], model.Rows.MissingByColumn.Select(m => (m.Key, m.Value)));
        Assert.Contains("2 dropped for missing values (a: 2, b: 1)", model.Summary().ToString());
        Assert.Contains("row 1: 2 of 10 rows have missing values, the first in column 'a'",
            Assert.Throws<UnusableDataException>(() => LogisticRegression.Fit(table, "y ~ a + b", new FitOptions { Missing = MissingValues.Fail })).Message);
        Assert.Contains("every row has a missing value", Problem(table, "y ~ ."));
    }

    [Fact]
    public void An_unseen_level_is_named_with_row_and_nearest_level()
    {
        var table = TableReader.Read(Repository.Sample("birthwt.csv"));
        var model = LogisticRegression.Fit(table, "low ~ race + age");
        var other = new Table([CategoricalColumn.FromTexts("race", ["black", "whit"]), new NumericColumn("age", new double[] { 20, 30 })]);
        var message = Assert.Throws<UnusableDataException>(() => model.Probability(other)).Message;
        Assert.Equal("row 2: column 'race' has the level 'whit', which the model was not fitted with. Did you mean 'white'?", message);
    }

    [Fact]
    public void Negative_weights_and_text_weights_are_refused()
    {
        double[] weights = [.. Filled(1)];
        weights[2] = -1;
        var table = new Table([.. Of(("y", Y), ("a", A), ("w", weights)).Columns, CategoricalColumn.FromTexts("t", Y.Select(_ => "x"))]);
        Assert.Contains("row 3: the weight 'w' is -1", Assert.Throws<UnusableDataException>(() => LogisticRegression.Fit(table, "y ~ a", new FitOptions { Weights = "w" })).Message);
        Assert.Contains("'t' holds text", Assert.Throws<UnusableDataException>(() => LogisticRegression.Fit(table, "y ~ a", new FitOptions { Weights = "t" })).Message);
    }

    [Fact]
    public void A_descent_that_grows_says_so()
    {
        var table = TableReader.Read(Repository.Sample("exam_marks.csv"));
        var model = LogisticRegression.Fit(table, "admitted ~ .", new FitOptions { Solver = new GradientDescent { LearningRate = 1, MaxIterations = 100 } });
        Assert.Equal(SolverStatus.Diverged, model.Solver.Status);
        Assert.Contains("learning rate 1 is too large", model.Warnings.Single(w => w.Code == "convergence").Message);
        Assert.Null(model.Coefficients[1].StandardError);
    }

    [Fact]
    public void One_row_a_class_and_no_columns_can_be_fitted()
    {
        var model = LogisticRegression.Fit(Of(("y", [0, 1]), ("a", [1, 2])), "y ~ 1");
        Assert.Equal(0, model.Coefficients.Single().Estimate);
        Near.Relative(Math.Sqrt(2), model.Coefficients.Single().StandardError!.Value, 1e-12);
        Assert.Equal(SolverStatus.Separated, LogisticRegression.Fit(Of(("y", [0, 1]), ("a", [1, 2])), "y ~ a").Solver.Status);
    }

    private static double[] Filled(double value) => [.. Enumerable.Repeat(value, 10)];

    private static string Problem(Table table, string formula) => Assert.Throws<UnusableDataException>(() => LogisticRegression.Fit(table, formula)).Message;

    private static Table Of(params (string Name, double[] Values)[] columns) => new(columns.Select(c => new NumericColumn(c.Name, c.Values)));
}
