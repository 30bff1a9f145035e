using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds.Tests.Selection;

public class PathLawTests
{
    private static readonly Table Births = TableReader.Read(Repository.Sample("birthwt.csv"));
    private static readonly RegularizationPath Lasso = LogisticRegression.FitPath(Births, "low ~ age + lwt + race + smoke + ptl + ht + ui + ftv");

    [Fact]
    public void The_end_of_a_path_is_maximum_likelihood()
    {
        var path = LogisticRegression.FitPath(Births, "low ~ age + lwt + race + smoke", new PathOptions { Given = [0, 0.5, 0.01] });
        Assert.Equal([0.5, 0.01, 0], path.Lambdas);
        var (end, model) = (path.Points[^1], LogisticRegression.Fit(Births, "low ~ age + lwt + race + smoke"));
        foreach (var term in path.Encoding.Terms) Near.Relative(model[term].Estimate!.Value, end[term], 1e-8, term);
        Near.Relative(model[LogisticModel.InterceptTerm].Estimate!.Value, end.Intercept!.Value, 1e-8);
        Near.Relative(model.Statistics.Aic!.Value, end.Aic!.Value, 1e-10);
        Near.Relative(model.Statistics.Bic!.Value, end.Bic!.Value, 1e-10);
        Near.Relative(model.Statistics.Deviance, end.Deviance, 1e-10);
        Near.Relative(model.Statistics.NullDeviance, path.NullDeviance, 1e-10);
        Assert.Equal(0, path.Points[0].NonZero);
        Near.Absolute(0, path.Points[0].DevianceRatio, 1e-12);
    }

    [Fact]
    public void Nothing_is_selected_at_the_first_strength_and_something_just_below()
    {
        Assert.Equal(0, Lasso.Points[0].NonZero);
        var below = LogisticRegression.FitPath(Births, Lasso.Encoding.Formula, new PathOptions { Given = [Lasso.Points[0].Lambda * (1 - 1e-6)] });
        Assert.Equal(1, below.Points[0].NonZero);
        Assert.All(Lasso.Points, point => Assert.InRange(point.DualityGap!.Value, 0, 1e-8));
        Assert.All(Lasso.Points.Zip(Lasso.Points.Skip(1)), pair => Assert.True(pair.Second.DevianceRatio >= pair.First.DevianceRatio - 1e-12));
    }

    [Fact]
    public void A_point_is_the_model_of_its_strength()
    {
        var model = Lasso.ModelAt(30);
        var point = Lasso.Points[30];
        Assert.Equal(("l1", point.Lambda), (model.Objective.Penalty, model.Objective.Lambda));
        foreach (var term in Lasso.Encoding.Terms) Near.Absolute(model[term].Estimate!.Value, point[term], 1e-7, term);
        Near.Relative(model.Statistics.Objective, point.Objective, 1e-10);
        Near.Relative(model.Statistics.Objective, Lasso.ModelAt(point.Lambda).Statistics.Objective, 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => Lasso.ModelAt(1000));
    }

    [Fact]
    public void A_refit_is_of_the_selected_columns_and_says_what_its_p_values_are_not()
    {
        var point = Lasso.LeastBy(p => p.Aic);
        var index = Enumerable.Range(0, Lasso.Points.Count).First(k => Lasso.Points[k] == point);
        var refit = Lasso.Refit(index);
        var selected = point.Coefficients.Select(c => c.Term).ToHashSet();
        Assert.NotEmpty(selected);
        foreach (var term in Lasso.Encoding.Terms) Assert.Equal(selected.Contains(term), refit[term].Estimate is not null);
        Assert.NotNull(refit[selected.First()].StandardError);
        Assert.Contains(refit.Warnings, warning => warning.Code == "selected");
        Assert.True(refit.Statistics.Deviance < point.Deviance);
    }

    [Fact]
    public void Degrees_of_freedom_fall_with_the_strength_of_a_ridge_and_count_the_lassos_columns()
    {
        var ridge = LogisticRegression.FitPath(Births, Lasso.Encoding.Formula, new PathOptions { Penalty = new ElasticNet(0, 0), Count = 30 });
        Assert.All(ridge.Points.Zip(ridge.Points.Skip(1)), pair => Assert.True(pair.First.DegreesOfFreedom < pair.Second.DegreesOfFreedom));
        Assert.InRange(ridge.Points[0].DegreesOfFreedom!.Value, 0, 0.2);
        Assert.All(Lasso.Points, point => Assert.Equal(point.NonZero, point.DegreesOfFreedom));
        // An elastic net holds each column a little, so that it counts for less than one.
        var net = LogisticRegression.FitPath(Births, Lasso.Encoding.Formula, new PathOptions { Penalty = new ElasticNet(0, 0.5) });
        Assert.All(net.Points.Where(point => point.NonZero > 0), point => Assert.InRange(point.DegreesOfFreedom!.Value, 0, point.NonZero - 1e-6));
    }

    [Fact]
    public void Degrees_of_freedom_are_the_derivative_of_the_fit()
    {
        // For one column and no intercept tr((H + P)⁻¹H) is h/(h + λ).
        var table = new Table([new NumericColumn("x", (double[])[1, 2, 3, -1, -2, 0.5]), new NumericColumn("y", (double[])[1, 0, 1, 0, 1, 0])]);
        var point = LogisticRegression.FitPath(table, "y ~ x - 1", new PathOptions { Penalty = new ElasticNet(0, 0), Given = [0.3], Fit = new FitOptions() }).Points[0];
        var h = ((NumericColumn)table["x"]).Values.ToArray().Average(x => x * x / (2 + 2 * Math.Cosh(point["x"] * x)));
        Near.Relative(h / (h + 0.3), point.DegreesOfFreedom!.Value, 1e-9);
        Assert.Null(point.Intercept);
    }

    [Fact]
    public void Threads_do_not_matter()
    {
        RegularizationPath Run(int threads) => LogisticRegression.FitPath(Births, Lasso.Encoding.Formula, new PathOptions { Count = 20, Fit = new FitOptions { Standardize = StandardizeKind.Population, Threads = threads } });
        foreach (var (one, other) in Run(1).Points.Zip(Run(3).Points))
        {
            Assert.Equal((one.Lambda, one.Intercept, one.Objective), (other.Lambda, other.Intercept, other.Objective));
            Assert.Equal(one.Coefficients, other.Coefficients);
        }
    }

    [Fact]
    public void Terms_without_penalty_are_there_from_the_first_strength_on()
    {
        var options = new PathOptions { Fit = new FitOptions { Standardize = StandardizeKind.Population, TermPenalties = new Dictionary<string, TermPenalty> { ["age"] = TermPenalty.Unpenalized } } };
        var path = LogisticRegression.FitPath(Births, Lasso.Encoding.Formula, options);
        Assert.Equal(["age"], path.Points[0].Coefficients.Select(c => c.Term));
        Near.Relative(LogisticRegression.Fit(Births, "low ~ age")["age"].Estimate!.Value, path.Points[0]["age"], 1e-8);
    }

    [Fact]
    public void A_factor_enters_a_group_lasso_as_a_whole()
    {
        var path = LogisticRegression.FitPath(Births, Lasso.Encoding.Formula, new PathOptions { Penalty = new GroupLasso(0), Count = 40 });
        Assert.All(path.Points, point => Assert.Equal(point["race[other]"] == 0, point["race[white]"] == 0));
        Assert.Contains(path.Points, point => point["race[other]"] != 0 && point.DegreesOfFreedom < point.NonZero);
    }

    [Fact]
    public void More_columns_than_rows_go_a_shorter_way()
    {
        var (random, n, p) = (new SeededRandom(7), 60, 700);
        var columns = Enumerable.Range(0, p).Select(_ => Enumerable.Range(0, n).Select(_ => random.NextNormal()).ToArray()).ToArray();
        double[] y = [.. Enumerable.Range(0, n).Select(i => random.NextDouble() < 1 / (1 + Math.Exp(-2 * columns[3][i] + 2 * columns[11][i])) ? 1.0 : 0)];
        var table = new Table([.. columns.Select((column, j) => new NumericColumn($"x{j}", column)), new NumericColumn("y", y)]);
        var path = LogisticRegression.FitPath(table, "y ~ .", new PathOptions { Count = 20 });
        Near.Relative(0.01, Lambdas.DefaultLeastRatio(n, p), 1e-15);
        Assert.Equal(Lambdas.Down(path.Points[0].Lambda, 20, 0.01)[..path.Points.Count], path.Lambdas);
        Assert.All(path.Points, point => Assert.InRange(point.DualityGap!.Value, 0, 1e-8));
        Assert.Contains("x11", path.Points[3].Coefficients.Select(c => c.Term));
        // The same optimum as the model of the strength has, found by another solver.
        Near.Relative(path.ModelAt(5).Statistics.Objective, path.Points[5].Objective, 1e-8);
    }

    [Fact]
    public void Many_rows_go_the_same_way_and_rows_of_weight_0_are_absent()
    {
        var (random, n, p) = (new SeededRandom(8), 12_000, 8);
        var columns = Enumerable.Range(0, p).Select(_ => Enumerable.Range(0, n).Select(_ => random.NextNormal()).ToArray()).ToArray();
        double[] y = [.. Enumerable.Range(0, n).Select(i => random.NextDouble() < 1 / (1 + Math.Exp(1 - columns[3][i] + 0.2 * columns[5][i])) ? 1.0 : 0)];
        double[] weights = [.. Enumerable.Range(0, n).Select(i => i % 5 < 3 ? 1.0 : 0)];
        var table = new Table([.. columns.Select((column, j) => new NumericColumn($"x{j}", column)), new NumericColumn("y", y), new NumericColumn("w", weights)]);
        RegularizationPath Run(Table rows) => LogisticRegression.FitPath(rows, "y ~ . - w", new PathOptions { Count = 12, LeastRatio = 0.01, Fit = new FitOptions { Weights = "w", Standardize = StandardizeKind.Population } });
        var (weighted, selected) = (Run(table), Run(table.Where("w", "1")));
        Assert.Equal(selected.Points.Count, weighted.Points.Count);
        foreach (var (one, other) in selected.Points.Zip(weighted.Points))
        {
            Assert.InRange(one.DualityGap!.Value, 0, 1e-8);
            Near.Relative(one.Lambda, other.Lambda, 1e-11);
            Near.Relative(one.Objective, other.Objective, 1e-9);
            Assert.Equal(one.NonZero, other.NonZero);
        }
        Near.Relative(weighted.ModelAt(6).Statistics.Objective, weighted.Points[6].Objective, 1e-9);
    }

    [Fact]
    public void What_makes_no_path_is_refused()
    {
        Assert.Throws<ArgumentException>(() => LogisticRegression.FitPath(Births, "low ~ age", new PathOptions { Given = [-1] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogisticRegression.FitPath(Births, "low ~ age", new PathOptions { LeastRatio = 2 }));
        Assert.Throws<ArgumentException>(() => LogisticRegression.FitPath(Births, "low ~ age", new PathOptions { Fit = new FitOptions { Penalty = new Ridge(1) } }));
        var free = new PathOptions { Fit = new FitOptions { TermPenalties = new Dictionary<string, TermPenalty> { ["age"] = TermPenalty.Unpenalized } } };
        Assert.Contains("no path", Assert.Throws<UnusableDataException>(() => LogisticRegression.FitPath(Births, "low ~ age", free)).Message);
    }
}
