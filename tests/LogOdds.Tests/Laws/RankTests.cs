using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Laws;

/// <summary>Processes that share the rows out, here threads, get the model of all rows, and all of them the same.</summary>
public class RankTests
{
    private const double Exactness = 1e-10;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_fit_over_ranks_is_the_fit_of_all_rows(int size)
    {
        foreach (var formula in new[] { "y ~ a + b + g", "y ~ a * g + I(b^2) + offset(a)", "y ~ a + factor(k) + b - 1", "c ~ a + g" })
            Same(Rows(500), formula, new FitOptions(), size);
    }

    [Fact]
    public void So_is_each_kind_of_fit()
    {
        var table = Rows(600);
        foreach (var options in new FitOptions[]
        {
            new() { Penalty = new Ridge(0.1), Standardize = StandardizeKind.Population },
            new() { Penalty = new ElasticNet(0.02, 0.5) },
            new() { Penalty = new ElasticNet(0.02, 1), ProximalSolver = new Fista { MaxIterations = 100_000 } },
            new() { Weights = "w" },
            new() { Weights = "k", WeightKind = WeightKind.Frequency },
            new() { Weights = "w", WeightKind = WeightKind.Sampling },
            new() { ClassWeight = ClassWeight.Balanced },
            new() { Cluster = "k" },
            new() { Cluster = "g" },
            new() { Covariance = CovarianceKind.HC1 },
            new() { Covariance = CovarianceKind.HC3 },
            new() { Intervals = IntervalKind.Profile },
            new() { Solver = new Lbfgs() },
            new() { Solver = new NewtonCg(), Penalty = new Ridge(0.1) },
            new() { Solver = new SampledNewton { SampleRows = 200 } },
            new() { Solver = new GradientDescent { LearningRate = 1, MaxIterations = 5000 }, Standardize = StandardizeKind.Population },
            new() { Storage = NumberStorage.Single },
        })
            Same(table, "y ~ a + b", options, 3);
    }

    [Fact]
    public void Counts_and_shares_of_successes_are_as_in_one_process()
    {
        Same(Rows(300), "cbind(k, m) ~ a + b", new FitOptions(), 3);
        Same(Rows(300), "share ~ a + b", new FitOptions { Weights = "trials" }, 3);
    }

    [Fact]
    public void Levels_and_values_that_only_some_ranks_have_are_known_to_all()
    {
        // The levels of g, and the values of b other than 0 and 1, stand in the last rows; the column c is constant but for the first.
        const int n = 400;
        var random = new SeededRandom(3);
        var g = Enumerable.Range(0, n).Select(i => i < 350 ? "u" : i % 2 == 0 ? "v" : "w").ToArray();
        var table = new Table(
        [
            new NumericColumn("y", Enumerable.Range(0, n).Select(_ => random.NextNormal() > 0 ? 1.0 : 0).ToArray()),
            CategoricalColumn.FromTexts("g", g),
            new NumericColumn("b", Enumerable.Range(0, n).Select(i => i < 350 ? i % 2 : 0.5 * (i % 7)).ToArray()),
            new NumericColumn("c", Enumerable.Range(0, n).Select(i => i < 20 ? 2.0 + i % 3 : 3).ToArray()),
            new NumericColumn("constant", Enumerable.Repeat(0.1, n).ToArray()),
        ]);
        Same(table, "y ~ g + b + c + constant", new FitOptions(), 4);
    }

    [Fact]
    public void Rows_with_missing_values_are_dropped_and_counted_over_all()
    {
        var table = Rows(300);
        var a = ((NumericColumn)table["a"]).Values.ToArray();
        for (var i = 0; i < 40; i++) a[i * i % 300] = NumericColumn.Missing;
        var gaps = new Table(table.Columns.Select(column => column.Name == "a" ? new NumericColumn("a", a) : column));
        Same(gaps, "y ~ a + b", new FitOptions(), 3);
        Assert.Throws<UnusableDataException>(() => Fit(gaps, "y ~ a + b", new FitOptions { Missing = MissingValues.Fail }, 3));
    }

    [Fact]
    public void Columns_that_repeat_others_are_left_out_over_all()
    {
        var table = Rows(300);
        var (a, b) = (((NumericColumn)table["a"]).Values.ToArray(), ((NumericColumn)table["b"]).Values.ToArray());
        var with = new Table([.. table.Columns, new NumericColumn("d", a.Zip(b, (x, y) => 2 * x - y + 1).ToArray())]);
        Same(with, "y ~ a + b + d", new FitOptions(), 3);
        // On the first rank a and e are one column, over all they are two.
        var nearly = new Table([.. table.Columns, new NumericColumn("e", a.Select((x, i) => i < 100 ? x : x + i % 5).ToArray())]);
        Same(nearly, "y ~ a + b + e", new FitOptions(), 3);
    }

    [Fact]
    public void A_column_without_spread_on_every_rank_has_one_over_all()
    {
        var table = Rows(300);
        var step = new Table([.. table.Columns, new NumericColumn("step", Enumerable.Range(0, 300).Select(i => (double)(i / 100)).ToArray())]);
        Same(step, "y ~ a + step", new FitOptions(), 3);
    }

    [Fact]
    public void Classes_that_stand_on_different_ranks_are_told_apart()
    {
        var table = Rows(300);
        int[] byClass = [.. Enumerable.Range(0, 300).OrderBy(i => ((NumericColumn)table["y"]).Values[i])];
        Same(table.Select(byClass), "y ~ a + b", new FitOptions(), 3);
    }

    [Fact]
    public void What_takes_rows_of_several_ranks_is_refused()
    {
        var table = Rows(100);
        foreach (var options in new FitOptions[]
        {
            new() { BiasReduction = BiasReduction.Firth },
            new() { Strata = "k" },
            new() { Solver = new StochasticGradientDescent() },
            new() { ProximalSolver = new CoordinateDescent(), Penalty = new ElasticNet(0.1, 1) },
        })
            Assert.Contains("over several processes", Assert.Throws<UnusableDataException>(() => Fit(table, "y ~ a", options, 2)).Message, StringComparison.Ordinal);
        Assert.Contains("ns(a, df = 3)", Assert.Throws<UnusableDataException>(() => Fit(table, "y ~ ns(a, df = 3)", new FitOptions(), 2)).Message, StringComparison.Ordinal);
        Assert.Throws<UnusableDataException>(() => ThreadRanks.Run(2, ranks => LogisticRegression.FitBy(table, "y ~ a", "g", new FitOptions { Communicator = ranks })));
        Assert.Throws<UnusableDataException>(() => ThreadRanks.Run(2, ranks => LogisticRegression.FitPath(table, "y ~ a", new PathOptions { Fit = new FitOptions { Communicator = ranks } })));
        Assert.Throws<UnusableDataException>(() => ThreadRanks.Run(2, ranks => MultinomialRegression.Fit(table, "g ~ a", new FitOptions { Communicator = ranks })));
    }

    [Fact]
    public void Separated_classes_are_refused_by_name()
    {
        var table = Rows(300);
        var y = ((NumericColumn)table["y"]).Values.ToArray();
        var apart = new Table([.. table.Columns, new NumericColumn("apart", y.Select((value, i) => value + 0.001 * (i % 7)).ToArray())]);
        var partly = new Table([.. table.Columns, new NumericColumn("apart", y.Select((value, i) => i % 3 == 0 ? value : 0.5).ToArray())]);
        foreach (var separated in new[] { apart, partly })
        {
            Assert.NotNull(LogisticRegression.Fit(separated, "y ~ a + apart").Separation);
            Assert.Contains("are separated along", Assert.Throws<UnusableDataException>(() => Fit(separated, "y ~ a + apart", new FitOptions(), 3)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_fault_in_the_rows_of_one_rank_is_thrown_by_all()
    {
        var table = Rows(300);
        var w = ((NumericColumn)table["w"]).Values.ToArray();
        w[250] = -1;
        var wrong = new Table(table.Columns.Select(column => column.Name == "w" ? new NumericColumn("w", w) : column));
        var messages = ThreadRanks.Run(3, ranks =>
            Assert.Throws<UnusableDataException>(() => LogisticRegression.Fit(Share(wrong, ranks), "y ~ a", new FitOptions { Weights = "w", Communicator = ranks })).Message);
        Assert.Single(messages.Distinct());
        Assert.Contains("the weight 'w' is -1", messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_ranking_over_ranks_is_exact()
    {
        var random = new SeededRandom(9);
        foreach (var (rows, places) in new[] { (40, 3), (500, 20), (5000, 100_000), (3000, 1) })
        {
            double[] p = [.. Enumerable.Range(0, rows).Select(_ => Math.Floor(places * random.NextDouble()) / places)];
            double[] y = [.. p.Select(value => random.NextDouble() < (1 + value) / 3 ? 1.0 : 0)];
            double[] w = [.. p.Select(_ => Math.Floor(3 * random.NextDouble()))];
            foreach (var weights in new[] { [], w })
            {
                var whole = BinaryMetrics.Compute(y, p, 0.5, weights);
                foreach (var size in new[] { 2, 3, 4 })
                    foreach (var own in ThreadRanks.Run(size, ranks =>
                    {
                        var range = (rows * ranks.Rank / size)..(rows * (ranks.Rank + 1) / size);
                        return BinaryMetrics.Compute(ScoredRows.OfProbabilities(y.AsSpan(range), p.AsSpan(range), weights.Length == 0 ? [] : weights.AsSpan(range)), 0.5, whole.LogLoss, ranks);
                    }))
                    {
                        Assert.Equal(whole.Confusion, own.Confusion);
                        Assert.Equal(whole.Rows, own.Rows);
                        Near.Mixed(whole.Auc, own.Auc, 1e-14);
                        Near.Mixed(whole.AveragePrecision, own.AveragePrecision, 1e-14);
                        Near.Mixed(whole.Brier, own.Brier, 1e-14);
                    }
            }
        }
    }

    [Fact]
    public void More_rows_are_counted_than_an_integer_of_32_bits_holds()
    {
        const long times = 1L << 24;
        var table = Rows(300);
        var a = ((NumericColumn)table["a"]).Values.ToArray();
        for (var i = 0; i < 150; i++) a[2 * i] = NumericColumn.Missing;
        var gaps = new Table(table.Columns.Select(column => column.Name == "a" ? new NumericColumn("a", a) : column));
        foreach (var options in new FitOptions[]
        {
            new(),
            new() { Solver = new SampledNewton() },
            new() { Penalty = new Ridge(0.1), Standardize = StandardizeKind.Population },
            new() { Penalty = new ElasticNet(0.02, 1) },
        })
        {
            var alone = LogisticRegression.Fit(gaps, "y ~ a + b", options);
            using var file = new MemoryStream();
            ModelFile.Save(LogisticRegression.Fit(gaps, "y ~ a + b", options with { Communicator = new CrowdedRank(times) }), file);
            file.Position = 0;
            var model = ModelFile.Load(file);
            Assert.Equal((300 * times, 150 * times, 150 * times), (model.Rows.Read, model.Rows.Used, model.Rows.Dropped));
            Assert.Equal(150 * times, model.Rows.MissingByColumn["a"]);
            Assert.Equal(150 * times, model.TrainingMetrics!.Rows);
            Assert.Contains("5033164800 read, 2516582400 used", model.Summary().ToString(), StringComparison.Ordinal);
            foreach (var (one, other) in alone.Coefficients.Zip(model.Coefficients))
            {
                Equal(one.Estimate, other.Estimate, 1e-7);
                Equal(one.StandardError, other.StandardError * Math.Sqrt(times), 1e-7);
            }
            Equal(alone.Statistics.LogLikelihood, model.Statistics.LogLikelihood / times);
            if (model.Statistics.Bic is { } bic) Equal(3 * Math.Log(150.0 * times), bic + 2 * model.Statistics.LogLikelihood, 1e-6);
        }
    }

    [Fact]
    public void A_sample_of_so_many_rows_is_shared_out_evenly()
    {
        var x = new double[100_000];
        var own = new DesignSums(new DenseDesign<double>(x.Length, [x]), new Response(new double[x.Length]), new Logistic(), threads: 1);
        foreach (var times in new[] { 2.0, 1L << 20, 1L << 40 })
        {
            var all = RankSums.Over(own, new CrowdedRank(times));
            Assert.Equal((long)times * x.Length, all.Rows);
            Assert.Equal(0.25, (double)all.Sample(all.Rows / 4).Rows / all.Rows, 0.01);
        }
    }

    private static void Same(Table table, string formula, FitOptions options, int size)
    {
        var expected = LogisticRegression.Fit(table, formula, options);
        var models = Fit(table, formula, options, size);
        foreach (var model in models)
        {
            Assert.Equal(expected.Coefficients.Select(c => c.Term), model.Coefficients.Select(c => c.Term));
            foreach (var (one, other) in expected.Coefficients.Zip(model.Coefficients))
            {
                Equal(one.Estimate, other.Estimate);
                Equal(one.StandardError, other.StandardError);
                Equal(one.P, other.P);
                Equal(one.Low, other.Low, 1e-7);
            }
            Assert.Equal(expected.Warnings.Select(warning => warning.Message), model.Warnings.Select(warning => warning.Message));
            Assert.Equal(expected.Solver.Status, model.Solver.Status);
            Assert.Equal((expected.Rows.Read, expected.Rows.Used, expected.Rows.Positives, expected.Rows.Negatives), (model.Rows.Read, model.Rows.Used, model.Rows.Positives, model.Rows.Negatives));
            Assert.Equal(expected.Rows.MissingByColumn, model.Rows.MissingByColumn);
            Equal(expected.Statistics.NullLoss, model.Statistics.NullLoss);
            Equal(expected.Statistics.LogLikelihood, model.Statistics.LogLikelihood);
            Equal(expected.Statistics.Observations, model.Statistics.Observations);
            var (training, own) = (expected.TrainingMetrics!, model.TrainingMetrics!);
            Equal(training.Auc, own.Auc);
            Equal(training.AveragePrecision, own.AveragePrecision);
            Equal(training.Brier, own.Brier);
            Equal(training.Accuracy, own.Accuracy);
            // The same bits on all ranks.
            Assert.Equal(models[0].Coefficients, model.Coefficients);
        }
    }

    private static void Equal(double? expected, double? actual, double tolerance = Exactness)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } value) Near.Mixed(value, actual!.Value, tolerance);
    }

    private static LogisticModel[] Fit(Table table, string formula, FitOptions options, int size) =>
        ThreadRanks.Run(size, ranks => LogisticRegression.Fit(Share(table, ranks), formula, options with { Communicator = ranks, Threads = 1 }));

    private static Table Share(Table table, ICommunicator ranks)
    {
        var (start, end) = (table.Rows * ranks.Rank / ranks.Size, table.Rows * (ranks.Rank + 1) / ranks.Size);
        return table.Select([.. Enumerable.Range(start, end - start)]);
    }

    private static Table Rows(int n)
    {
        var random = new SeededRandom(1);
        double[] a = [.. Enumerable.Range(0, n).Select(_ => 50 + 10 * random.NextNormal())], b = [.. Enumerable.Range(0, n).Select(_ => random.NextNormal())];
        string[] g = [.. Enumerable.Range(0, n).Select(i => "uvw"[i * 7 % 3].ToString())];
        double[] y = [.. a.Zip(b, (x, z) => 0.05 * (x - 50) + 0.5 * z + 1.5 * random.NextNormal() > 0 ? 1.0 : 0)];
        double[] k = [.. a.Select(_ => 1 + Math.Floor(4 * random.NextDouble()))], m = [.. a.Select(_ => Math.Floor(5 * random.NextDouble()))];
        return new Table(
        [
            new NumericColumn("y", y), CategoricalColumn.FromTexts("c", y.Select(value => value == 1 ? "yes" : "no")),
            new NumericColumn("a", a), new NumericColumn("b", b), CategoricalColumn.FromTexts("g", g),
            new NumericColumn("w", a.Select(_ => 0.5 + random.NextDouble()).ToArray()), new NumericColumn("k", k), new NumericColumn("m", m),
            new NumericColumn("share", k.Zip(m, (s, f) => s / (s + f)).ToArray()), new NumericColumn("trials", k.Zip(m, (s, f) => s + f).ToArray()),
        ]);
    }
}
