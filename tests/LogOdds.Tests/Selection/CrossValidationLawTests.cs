using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds.Tests.Selection;

public class CrossValidationLawTests
{
    private const string Formula = "low ~ age + lwt + race + smoke + ht + ui";
    private static readonly Table Births = TableReader.Read(Repository.Sample("birthwt.csv"));
    private static readonly PathOptions Short = new() { Given = [0.1, 0.03, 0.01, 0.003] };

    [Fact]
    public void The_held_out_log_odds_are_those_of_fits_without_the_fold()
    {
        var cv = LogisticRegression.CrossValidate(Births, Formula, new CrossValidationOptions { Path = Short, Folds = 4, Seed = 9 });
        var (held, folds, lambda) = (cv.HeldOutLogOdds(), cv.Partitions[0], cv.Chosen.Lambda);
        for (var fold = 0; fold < 4; fold++)
        {
            var rows = folds.HeldOut(fold);
            var training = Births.Select([.. Enumerable.Range(0, Births.Rows).Except(rows)]);
            var model = LogisticRegression.Fit(training, Formula, new FitOptions { Penalty = ElasticNet.Lasso(lambda), Standardize = StandardizeKind.Population });
            var eta = model.LogOdds(Births.Select(rows));
            for (var i = 0; i < rows.Length; i++) Near.Mixed(eta[i], held[rows[i]], 1e-6);
        }
        // The mean is that of the log-odds, weighted by the rows of the folds.
        var loss = Enumerable.Range(0, Births.Rows).Average(i => 2 * (Math.Log(1 + Math.Exp(held[i])) - cv.Responses.Span[i] * held[i]));
        Near.Relative(loss, cv.Chosen.Mean, 1e-9);
    }

    [Fact]
    public void Folds_of_many_rows_are_those_of_paths_without_them()
    {
        // So many rows that folds go along the trail of the path over all of them; the last column is constant without the first fold.
        const int rows = 6000;
        var random = new SeededRandom(4);
        double[][] x = [.. Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, rows).Select(_ => 5 + random.NextNormal()).ToArray()), [.. Enumerable.Range(0, rows).Select(i => i % 30 == 0 ? 1.0 : 0)]];
        double[] y = [.. Enumerable.Range(0, rows).Select(i => random.NextDouble() < 1 / (1 + Math.Exp(-(x[0][i] - x[1][i] + 0.3 * x[2][i] - 1 + 0.5 * x[12][i]))) ? 1.0 : 0)];
        var table = new Table([new NumericColumn("y", y), .. x.Select((column, j) => new NumericColumn($"x{j}", column)), new NumericColumn("part", Enumerable.Range(0, rows).Select(i => (double)(i % 3)).ToArray())]);
        var cv = LogisticRegression.CrossValidate(table, "y ~ . - part", new CrossValidationOptions { FoldColumn = "part" });
        var lambdas = cv.Paths[0].Lambdas;
        var deviances = new double[lambdas.Count];
        for (var fold = 0; fold < 3; fold++)
        {
            int[] held = [.. Enumerable.Range(0, rows).Where(i => i % 3 == fold)];
            var path = LogisticRegression.FitPath(table.Select([.. Enumerable.Range(0, rows).Where(i => i % 3 != fold)]), "y ~ . - part", new PathOptions { Given = lambdas });
            for (var k = 0; k < lambdas.Count; k++)
                foreach (var i in held)
                {
                    var eta = path.Points[k].Intercepts[0] + path.Points[k].Coefficients.Sum(slope => slope.Estimate * x[slope.Column][i]);
                    deviances[k] += 2 * (Math.Log(1 + Math.Exp(eta)) - y[i] * eta) / rows;
                }
        }
        for (var k = 0; k < lambdas.Count; k++) Near.Absolute(deviances[k], cv.Best.Points[k].Mean, 1e-7, $"λ {k}");
    }

    [Fact]
    public void Given_folds_give_the_same_in_any_order_of_the_rows()
    {
        var table = new Table([.. Births.Columns, new NumericColumn("part", Enumerable.Range(0, Births.Rows).Select(i => (double)(i * 7 % 5)).ToArray())]);
        var shuffled = table.Select([.. Enumerable.Range(0, table.Rows).OrderBy(i => i * 37 % 189)]);
        CrossValidation Run(Table rows) => LogisticRegression.CrossValidate(rows, Formula, new CrossValidationOptions { Path = Short, FoldColumn = "part" });
        AssertSame(Run(table), Run(shuffled), 1e-9);
    }

    [Fact]
    public void Repeated_rows_are_weights()
    {
        double[] counts = [.. Enumerable.Range(0, Births.Rows).Select(i => (double)(i % 3))];
        var table = new Table([.. Births.Columns, new NumericColumn("part", Enumerable.Range(0, Births.Rows).Select(i => (double)(i % 4)).ToArray()), new NumericColumn("count", counts)]);
        var repeated = table.Select([.. Enumerable.Range(0, table.Rows).SelectMany(i => Enumerable.Repeat(i, i % 3))]);
        foreach (var measure in Enum.GetValues<CrossValidationMeasure>())
        {
            CrossValidation Run(Table rows, string? weights) => LogisticRegression.CrossValidate(rows, Formula, new CrossValidationOptions
            {
                Path = Short with { Fit = Short.Fit with { Weights = weights, WeightKind = weights is null ? WeightKind.Precision : WeightKind.Frequency } },
                FoldColumn = "part",
                Measure = measure,
            });
            AssertSame(Run(repeated, null), Run(table, "count"), 1e-8);
        }
    }

    [Fact]
    public void Threads_do_not_matter_and_the_seed_decides()
    {
        CrossValidation Run(int threads, long seed) => LogisticRegression.CrossValidate(Births, Formula, new CrossValidationOptions { Path = Short with { Fit = Short.Fit with { Threads = threads } }, Folds = 5, Seed = seed, Repeats = 2 });
        var (one, three) = (Run(1, 4), Run(3, 4));
        Assert.Equal(one.Best.Points, three.Best.Points);
        Assert.Equal(one.HeldOutLogOdds(), three.HeldOutLogOdds());
        Assert.NotEqual(one.Partitions[0].FoldOf, one.Partitions[1].FoldOf);
        Assert.NotEqual(one.Best.Points, Run(1, 5).Best.Points);
    }

    [Fact]
    public void Repeats_are_averaged()
    {
        var twice = LogisticRegression.CrossValidate(Births, Formula, new CrossValidationOptions { Path = Short, Folds = 5, Repeats = 2 });
        CrossValidation Once(int repeat) => LogisticRegression.CrossValidate(new Table([.. Births.Columns, new NumericColumn("part", twice.Partitions[repeat].FoldOf.Select(fold => (double)fold).ToArray())]), Formula, new CrossValidationOptions { Path = Short, FoldColumn = "part" });
        var (first, second) = (Once(0).Best.Points, Once(1).Best.Points);
        for (var k = 0; k < first.Count; k++)
        {
            Near.Relative((first[k].Mean + second[k].Mean) / 2, twice.Best.Points[k].Mean, 1e-12);
            Near.Relative(Math.Sqrt((first[k].StandardError * first[k].StandardError + second[k].StandardError * second[k].StandardError) / 2), twice.Best.Points[k].StandardError, 1e-12);
        }
    }

    [Fact]
    public void The_choice_is_among_penalties_and_is_kept_with_the_model()
    {
        var options = new CrossValidationOptions { Path = new PathOptions { Count = 20 }, Penalties = [new ElasticNet(0, 0.1), new ElasticNet(0, 0.9)], Folds = 5, Rule = ChoiceRule.OneStandardError };
        var cv = LogisticRegression.CrossValidate(Births, Formula, options);
        Assert.Equal(2, cv.Curves.Count);
        Assert.Equal(cv.Curves.Min(curve => curve.Points[curve.BestIndex].Mean), cv.Best.Points[cv.Best.BestIndex].Mean);
        Assert.True(cv.Chosen.Lambda >= cv.Best.Points[cv.Best.BestIndex].Lambda);
        Assert.True(cv.Chosen.Mean <= cv.Best.Points[cv.Best.BestIndex].Mean + cv.Best.Points[cv.Best.BestIndex].StandardError);

        var model = cv.Model().WithCalibration(cv.Calibrate("beta"));
        Assert.Equal(("deviance", "1se", 5, 1, 1L, cv.Chosen.Mean), (model.Choice!.Measure, model.Choice.Rule, model.Choice.FoldCount, model.Choice.Repeats, model.Choice.Seed, model.Choice.Mean));
        Assert.Equal((cv.Chosen.Lambda, cv.Best.Penalty.L1Ratio), (model.Objective.Lambda, model.Objective.L1Ratio));
        var stream = new MemoryStream();
        ModelFile.Save(model, stream);
        stream.Position = 0;
        var read = ModelFile.Load(stream);
        Assert.Equal(model.Choice, read.Choice);
        Assert.Equal(model.Calibration, read.Calibration);
        Assert.Equal(model.Probability(Births), read.Probability(Births));
        foreach (var (p, eta) in model.Probability(Births).Zip(model.WithCalibration(null).LogOdds(Births))) Near.Relative(model.Calibration!.Probability(eta), p, 1e-14);
        Assert.Contains(model.Summary().Facts, fact => fact.Label == "λ chosen");
        Assert.Throws<NoAnswerException>(() => model.WithPrevalence(0.1));
        Assert.Throws<NoAnswerException>(() => model.DecisionBoundary());
    }

    [Fact]
    public void Folds_without_both_classes_are_refused()
    {
        double[] apart = [.. ((NumericColumn)Births["low"]).Values];
        var table = new Table([.. Births.Columns, new NumericColumn("part", apart), new CategoricalColumn("ward", ["a", "b", "c"], Enumerable.Range(0, Births.Rows).Select(i => apart[i] == 1 ? 0 : 1 + i % 2).ToArray())]);
        UnusableDataException Refused(CrossValidationOptions options) => Assert.Throws<UnusableDataException>(() => LogisticRegression.CrossValidate(table, Formula, options));
        Assert.Contains("all rows are of one class", Refused(new CrossValidationOptions { Path = Short, FoldColumn = "part" }).Message);
        Assert.Contains("all rows are of one class", Refused(new CrossValidationOptions { Path = Short, GroupColumn = "ward", Folds = 3 }).Message);
        Assert.Contains("one class only", Refused(new CrossValidationOptions { Path = Short, IsStratified = false, Folds = 189, Measure = CrossValidationMeasure.Auc }).Message);
        Assert.Contains("130 of '0' and 59 of '1'", Refused(new CrossValidationOptions { Path = Short, Folds = 60 }).Message);
    }

    [Fact]
    public void Grouped_trials_are_shared_out_as_rows()
    {
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more", "data", "esoph.csv"));
        foreach (var measure in Enum.GetValues<CrossValidationMeasure>())
        {
            var cv = LogisticRegression.CrossValidate(table, "cbind(ncases, ncontrols) ~ agegp + alcgp + tobgp", new CrossValidationOptions { Path = Short, Folds = 5, Measure = measure });
            Assert.All(cv.Best.Points, point => Assert.True(double.IsFinite(point.Mean) && point.Mean > 0));
        }
    }

    private static void AssertSame(CrossValidation one, CrossValidation other, double tolerance)
    {
        foreach (var (a, b) in one.Best.Points.Zip(other.Best.Points))
        {
            Near.Relative(a.Mean, b.Mean, tolerance);
            Near.Relative(a.StandardError, b.StandardError, 10 * tolerance);
        }
        Assert.Equal(one.Chosen.Lambda, other.Chosen.Lambda);
    }
}
