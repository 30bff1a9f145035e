using LogOdds.Data;
using LogOdds.Design;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Solvers;

namespace LogOdds.Tests.Inference;

/// <summary>Fits conditional on matched sets, against survival's clogit and by their definition.</summary>
public class ConditionalTests
{
    [Theory]
    [InlineData("golden/conditional_infert.json")]
    [InlineData("more/golden/conditional_infert.json")]
    [InlineData("more/golden/conditional_infert_pooled.json")]
    public void A_fit_gives_the_figures_of_clogit(string file)
    {
        var golden = Golden.Load(file);
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data", golden["data"].Text));
        var model = LogisticRegression.Fit(table, golden["formula"].Text, new FitOptions { Strata = golden["strata"].Text });
        Assert.Equal(SolverStatus.Converged, model.Solver.Status);
        Assert.Equal(golden["terms"].Texts, model.Coefficients.Select(c => c.Term));
        for (var k = 0; k < model.Coefficients.Count; k++)
        {
            var line = model.Coefficients[k];
            Near.Relative(golden["estimate"].Numbers[k], line.Estimate!.Value, 1e-9, $"estimate of {line.Term}");
            Near.Relative(golden["standard_error"].Numbers[k], line.StandardError!.Value, 1e-9, $"standard error of {line.Term}");
            if (!golden.Has("z")) continue;
            Near.Relative(golden["z"].Numbers[k], line.Z!.Value, 1e-8);
            Near.Relative(golden["p"].Numbers[k], line.P!.Value, 1e-8);
            for (var j = 0; j < model.Coefficients.Count; j++) Near.Relative(golden["covariance"].Items.ElementAt(k).Numbers[j], model.Covariance![k, j], 1e-8);
        }
        Near.Relative(golden["log_likelihood"].Number, model.Statistics.LogLikelihood, 1e-9, "log-likelihood");
        if (!golden.Has("null_log_likelihood")) return;
        Near.Relative(golden["null_log_likelihood"].Number, -model.Statistics.NullLoss, 1e-9, "null log-likelihood");
        Near.Relative(golden["likelihood_ratio"].Number, model.Statistics.NullDeviance - model.Statistics.Deviance, 1e-8, "likelihood ratio");
        Near.Relative(golden["wald"].Number, LogOdds.Inference.ModelInference.Test(model, [.. golden["terms"].Texts.Select(term => $"`{term}` = 0")]).Statistic, 1e-8, "Wald");
        Assert.Equal((golden["n_rows_used"].Number, golden["n_strata"].Number), (model.Rows.Used, model.Strata!.Strata));

        var objective = ObjectiveOf(golden, table, model);
        var (gradient, hessian) = (new double[objective.Dimension], new double[PackedSymmetric.Length(objective.Dimension)]);
        objective.Evaluate(new double[objective.Dimension], gradient, hessian);
        Near.Relative(golden["score"].Number, LogOdds.Inference.WaldTable.Statistic(gradient, hessian)!.Value * table.Rows, 1e-8, "score");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_recursion_is_the_sum_over_all_choices(int seed)
    {
        var random = new SeededRandom(seed);
        for (var trial = 0; trial < 20; trial++)
        {
            var (n, p) = (4 + random.NextInt(14), 1 + random.NextInt(3));
            var x = Enumerable.Range(0, p).Select(_ => Enumerable.Range(0, n).Select(_ => random.NextNormal()).ToArray()).ToArray();
            double[] y = [.. Enumerable.Range(0, n).Select(_ => (double)random.NextInt(2))];
            int[] sets = [.. Enumerable.Range(0, n).Select(_ => random.NextInt(3))];
            double[] beta = [.. Enumerable.Range(0, p).Select(_ => random.NextNormal()), 0];
            var objective = Objective(x, y, sets);
            var (gradient, hessian) = (new double[p + 1], new double[PackedSymmetric.Length(p + 1)]);
            Near.Mixed(ByChoices(x, y, sets, beta), objective.Evaluate(beta, gradient, hessian), 1e-12, "loss");
            for (var j = 0; j < p; j++)
            {
                double[] Moved(double by) => [.. beta.Select((b, m) => m == j ? b + by : b)];
                const double h = 1e-5;
                Near.Absolute((ByChoices(x, y, sets, Moved(h)) - ByChoices(x, y, sets, Moved(-h))) / (2 * h), gradient[j], 1e-8, "gradient");
                var (up, down) = (new double[p + 1], new double[p + 1]);
                objective.Evaluate(Moved(h), up);
                objective.Evaluate(Moved(-h), down);
                for (var m = 0; m < p; m++) Near.Absolute((up[m] - down[m]) / (2 * h), hessian[PackedSymmetric.Index(j, m)], 1e-8, "Hessian");
            }
        }
    }

    [Fact]
    public void Pairs_are_a_fit_without_intercept_to_their_differences()
    {
        var random = new SeededRandom(5);
        var (x, z, y, pair) = (new double[200], new double[200], new double[200], new double[200]);
        for (var i = 0; i < 200; i++) (x[i], z[i], pair[i]) = (random.NextNormal(), random.NextNormal() + i / 20.0, i / 2);
        for (var i = 0; i < 200; i += 2)
        {
            var eta = x[i] - x[i + 1] + 0.5 * (z[i] - z[i + 1]);
            y[i + (random.NextDouble() < 1 / (1 + Math.Exp(-eta)) ? 0 : 1)] = 1;
        }
        var table = new Table([new NumericColumn("y", y), new NumericColumn("x", x), new NumericColumn("z", z), new NumericColumn("pair", pair)]);
        var conditional = LogisticRegression.Fit(table, "y ~ x + z", new FitOptions { Strata = "pair" });
        // The difference case less control, or its negative with the class turned over, so that both classes are there.
        var rows = Enumerable.Range(0, 100).Select(k => (First: 2 * k, Second: 2 * k + 1)).ToArray();
        var differences = new Table([new NumericColumn("y", rows.Select(r => y[r.First]).ToArray()),
            new NumericColumn("x", rows.Select(r => x[r.First] - x[r.Second]).ToArray()), new NumericColumn("z", rows.Select(r => z[r.First] - z[r.Second]).ToArray())]);
        var plain = LogisticRegression.Fit(differences, "y ~ 0 + x + z");
        for (var k = 0; k < 2; k++)
        {
            Near.Relative(plain.Coefficients[k].Estimate!.Value, conditional.Coefficients[k].Estimate!.Value, 1e-10);
            Near.Relative(plain.Coefficients[k].StandardError!.Value, conditional.Coefficients[k].StandardError!.Value, 1e-10);
        }
        Near.Relative(plain.Statistics.LogLikelihood, conditional.Statistics.LogLikelihood, 1e-12);
    }

    [Fact]
    public void Shuffled_rows_moved_columns_other_names_and_other_threads_change_nothing()
    {
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data/infert.csv"));
        var options = new FitOptions { Strata = "pooled.stratum", Intervals = IntervalKind.Profile };
        var plain = LogisticRegression.Fit(table, "case ~ spontaneous + induced", options);
        var order = Enumerable.Range(0, table.Rows).ToArray();
        new SeededRandom(3).Shuffle(order);
        var moved = new Table(table.Columns.Select(column => column.Name switch
        {
            "spontaneous" => new NumericColumn("spontaneous", ((NumericColumn)column).Values.ToArray().Select(v => v * 1e6 + 7e6).ToArray()),
            "pooled.stratum" => CategoricalColumn.FromTexts("pooled.stratum", Enumerable.Range(0, table.Rows).Select(row => $"set {column.TextAt(row)}")),
            _ => column,
        })).Select(order);
        var other = LogisticRegression.Fit(moved, "case ~ spontaneous + induced", options with { Threads = 1 });
        for (var k = 0; k < 2; k++)
        {
            var scale = k == 0 ? 1e6 : 1;
            Near.Relative(plain.Coefficients[k].Estimate!.Value, scale * other.Coefficients[k].Estimate!.Value, 1e-10);
            Near.Relative(plain.Coefficients[k].Low!.Value, scale * other.Coefficients[k].Low!.Value, 1e-9);
        }
        Assert.Equal(plain.Coefficients, LogisticRegression.Fit(table, "case ~ spontaneous + induced", options with { Threads = 3 }).Coefficients);
    }

    [Fact]
    public void Large_sets_and_wild_log_odds_stay_finite()
    {
        var random = new SeededRandom(9);
        var x = new[] { Enumerable.Range(0, 2000).Select(_ => random.NextNormal()).ToArray() };
        double[] y = [.. Enumerable.Range(0, 2000).Select(i => i < 700 ? 1.0 : 0)];
        var objective = Objective(x, y, new int[2000]);
        foreach (var slope in new[] { 0, 1, -1, 1e3, -1e6 })
        {
            var (gradient, hessian) = (new double[2], new double[3]);
            Assert.True(double.IsFinite(objective.Evaluate([slope, 0], gradient, hessian)));
            Assert.All(gradient.Concat(hessian), value => Assert.True(double.IsFinite(value)));
        }
        // All choices alike: ln (2000 choose 700).
        Near.Relative(MathNet.Numerics.SpecialFunctions.BinomialLn(2000, 700) / 2000, objective.Evaluate([0, 0], new double[2]), 1e-12);
    }

    [Fact]
    public void What_cannot_count_is_said()
    {
        var table = new Table([
            new NumericColumn("y", new double[] { 1, 0, 1, 0, 1, 1, 0, 0, 1 }), new NumericColumn("x", new double[] { 2, 1, 0, 3, 5, 1, 2, 1, 4 }),
            new NumericColumn("age", new double[] { 30, 30, 40, 40, 50, 50, 60, 60, 60 }), new NumericColumn("set", new double[] { 1, 1, 2, 2, 3, 3, 4, 4, 4 }),
        ]);
        var model = LogisticRegression.Fit(table, "y ~ x + age", new FitOptions { Strata = "set" });
        Assert.Null(model["age"].Estimate);
        Assert.Contains(model.Warnings, w => w is { Code: "constant", Terms: ["age"] });
        Assert.Contains(model.Warnings, w => w.Code == "strata" && w.Message.Contains("1 of 4 sets"));
        Assert.Contains("no probabilities", Assert.Throws<NoAnswerException>(() => model.Probability(table)).Message);
        Assert.Throws<NoAnswerException>(() => model.Training);
        var stream = new MemoryStream();
        ModelFile.Save(model, stream);
        stream.Position = 0;
        Assert.Equal(model.Coefficients, ModelFile.Load(stream).Coefficients);
        Assert.Contains("3 (7 rows)", model.Summary().ToString());

        var alone = new Table([table["y"], table["x"], new NumericColumn("set", new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 })]);
        Assert.Contains("no set of 'set' holds both", Assert.Throws<UnusableDataException>(() => LogisticRegression.Fit(alone, "y ~ x", new FitOptions { Strata = "set" })).Message);
    }

    [Fact]
    public void Sets_in_which_every_case_stands_above_are_separated()
    {
        var table = new Table([
            new NumericColumn("y", new double[] { 1, 0, 1, 0, 1, 0, 0 }), new NumericColumn("x", new double[] { 2, 1, 9, 8, 5, 5, 4 }), new NumericColumn("set", new double[] { 1, 1, 2, 2, 3, 3, 3 }),
        ]);
        var model = LogisticRegression.Fit(table, "y ~ x", new FitOptions { Strata = "set" });
        Assert.Equal(SolverStatus.Separated, model.Solver.Status);
        Assert.Null(model.Coefficients[0].StandardError);
        Assert.Contains(model.Warnings, w => w.Code == "separation");
    }

    private static ConditionalObjective ObjectiveOf(Golden golden, Table table, LogisticModel model)
    {
        var data = model.Encoding.Bind(table);
        int[] all = [.. Enumerable.Range(0, data.Columns)];
        return new ConditionalObjective(Designs.Create(data, all, new double[all.Length]), model.Encoding.Response.Encode(table), default, GroupCodes.Of(table[golden["strata"].Text]).Codes, Standardization.Identity(all.Length), 0);
    }

    private static ConditionalObjective Objective(double[][] x, double[] y, int[] sets) =>
        new(new DenseDesign<double>(y.Length, [.. x.Select(column => (ReadOnlyMemory<double>)column)]), y, default, sets, Standardization.Identity(x.Length), 0);

    /// <summary>The definition, choice by choice.</summary>
    private static double ByChoices(double[][] x, double[] y, int[] sets, double[] beta)
    {
        double Eta(int row) => x.Select((column, j) => column[row] * beta[j]).Sum();
        var loss = 0.0;
        foreach (var set in sets.Select((s, row) => (s, row)).GroupBy(pair => pair.s, pair => pair.row))
        {
            var (rows, cases) = (set.ToArray(), set.Count(row => y[row] == 1));
            var sum = Enumerable.Range(0, 1 << rows.Length).Where(choice => System.Numerics.BitOperations.PopCount((uint)choice) == cases)
                .Sum(choice => Math.Exp(rows.Where((_, i) => (choice >> i & 1) == 1).Sum(Eta)));
            loss += Math.Log(sum) - rows.Where(row => y[row] == 1).Sum(Eta);
        }
        return loss / y.Length;
    }
}
