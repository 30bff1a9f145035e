using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Inference;

/// <summary>Separation against the verdicts of a linear program, and what a fit says of it.</summary>
public class SeparationTests
{
    public static TheoryData<string> Cases => [.. Golden.Load("more/golden/separation_verdicts.json")["cases"].Items.Select(c => c["name"].Text)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_solver_comes_to_the_verdict_of_the_linear_program(string name)
    {
        var golden = Golden.Load("more/golden/separation_verdicts.json")["cases"].Items.Single(c => c["name"].Text == name);
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data", golden["data"].Text));
        var formula = Bare(golden["formula"].Text);
        ISolver<LogOdds.Objectives.LinearObjective, ISmoothPenalty>[] solvers = [new Newton(), new Lbfgs(), new GradientDescent { MaxIterations = 50 }];
        foreach (var solver in solvers)
        {
            var model = LogisticRegression.Fit(table, formula, new FitOptions { Solver = solver, Standardize = StandardizeKind.Population });
            var warning = model.Warnings.SingleOrDefault(w => w.Code == "separation");
            if (golden["verdict"].Text == "none")
            {
                Assert.NotEqual(SolverStatus.Separated, model.Solver.Status);
                Assert.Null(warning);
                continue;
            }
            Assert.Equal(SolverStatus.Separated, model.Solver.Status);
            Assert.NotNull(warning);
            Assert.Contains(golden["verdict"].Text == "complete" ? "completely separated" : "quasi-complete", warning.Message);
            Assert.NotEmpty(warning.Terms);
            var infinite = golden["infinite"].Properties.Where(p => p.Value.Flag).Select(p => Bare(p.Name).Replace("`", "")).ToArray();
            Assert.All(warning.Terms, term => Assert.Contains(term, infinite));
            if (golden["verdict"].Text == "quasi-complete") Assert.Equal(infinite.Where(t => t != "(Intercept)").Order(), warning.Terms.Order());
            foreach (var c in model.Coefficients)
            {
                var isInfinite = infinite.Contains(c.Term);
                Assert.Equal(isInfinite, c.Limit != CoefficientLimit.Finite);
                Assert.Equal(isInfinite, c.StandardError is null);
                Assert.Equal(isInfinite, c.P is null && c.Low is null && c.OddsRatio is null);
            }
        }
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0.5, 4)]
    [InlineData(0.1, 30)]
    [InlineData(0.01, 10)]
    public void A_tie_is_found_however_far_the_other_rows_lie(double nearest, double farthest)
    {
        // One row of each class at 5, the others on their own side of it.
        double[] hours = [5 - farthest, 5 - nearest, 5, 5, 5 + nearest, 5 + (nearest + farthest) / 2, 5 + farthest];
        var table = new Table([new NumericColumn("hours", hours), new NumericColumn("passed", new double[] { 0, 0, 0, 1, 1, 1, 1 })]);
        foreach (var solver in new ISolver<LogOdds.Objectives.LinearObjective, ISmoothPenalty>[] { new Newton(), new Lbfgs() })
        {
            var model = LogisticRegression.Fit(table, "passed ~ hours", new FitOptions { Solver = solver });
            Assert.Equal(SolverStatus.Separated, model.Solver.Status);
            Assert.False(model.Separation!.IsComplete);
            Assert.Equal(5, model.Separation.RowsGaining);
            Assert.Equal(CoefficientLimit.PlusInfinity, model["hours"].Limit);
        }
    }

    // Q("mean radius") is a name with a blank.
    private static string Bare(string formula) => System.Text.RegularExpressions.Regex.Replace(formula, "Q\\(\"([^\"]*)\"\\)", "`$1`");

    [Fact]
    public void A_factor_level_without_one_class_is_quasi_separation_by_that_level()
    {
        var table = new Table([
            CategoricalColumn.FromTexts("y", ["no", "yes", "no", "yes", "no", "yes", "yes", "yes", "no", "no"]),
            CategoricalColumn.FromTexts("g", ["a", "a", "a", "a", "b", "b", "c", "c", "b", "a"]),
        ]);
        var model = LogisticRegression.Fit(table, "y ~ g");
        Assert.Equal(SolverStatus.Separated, model.Solver.Status);
        Assert.Equal(["g[c]"], model.Warnings.Single().Terms);
        Assert.Contains("2 of 10 rows", model.Warnings.Single().Message);
    }

    [Fact]
    public void One_column_that_tells_the_classes_apart_alone_is_named_alone()
    {
        var random = new LogOdds.Numerics.SeededRandom(1);
        var x = new double[40, 3];
        var y = new double[40];
        for (var i = 0; i < 40; i++)
        {
            (x[i, 0], x[i, 1], x[i, 2]) = (random.NextNormal(), random.NextNormal(), random.NextNormal());
            y[i] = x[i, 1] > 0.1 ? 1 : 0;
        }
        var warning = LogisticRegression.Fit(x, y).Warnings.Single();
        Assert.Equal(["x2"], warning.Terms);
        Assert.Contains("x2 tells them apart alone", warning.Message);
    }

    [Fact]
    public void A_single_pair_of_rows_out_of_order_is_no_separation()
    {
        // Separated but for two rows that lie a hair on the wrong sides: the maximum is finite, if far away.
        var x = new double[60, 1];
        var y = new double[60];
        for (var i = 0; i < 60; i++) (x[i, 0], y[i]) = (i, i >= 30 ? 1 : 0);
        (x[29, 0], x[30, 0]) = (29.55, 29.45);
        var model = LogisticRegression.Fit(x, y);
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        Assert.NotNull(model.Coefficients[1].StandardError);
    }

    [Fact]
    public void A_penalty_makes_separated_data_converge()
    {
        var table = TableReader.Read(Repository.Sample("breast_cancer.csv"));
        var model = LogisticRegression.Fit(table, "benign ~ .", new FitOptions { Penalty = new Ridge(0.01), Standardize = StandardizeKind.Population });
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        Assert.True(model.Solver.GradientNorm <= 1e-10);
        Assert.Empty(model.Warnings);
    }
}
