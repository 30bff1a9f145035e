using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Laws;

/// <summary>What must hold between fits, whatever the data.</summary>
public class FitLawTests
{
    private const string Births = "low ~ age + lwt + race + smoke + ptl + ht + ui + ftv";

    public static TheoryData<string, string> Data => new()
    {
        { "exam_marks.csv", "admitted ~ exam1 + exam2" },
        { "pima.csv", "type ~ npreg + glu + bp + skin + bmi + ped + age" },
        { "birthwt.csv", Births },
    };

    [Theory]
    [MemberData(nameof(Data))]
    public void Newton_lbfgs_and_long_gradient_descent_agree(string file, string formula)
    {
        var table = Read(file);
        var newton = LogisticRegression.Fit(table, formula, new FitOptions { Solver = new Newton() });
        var lbfgs = LogisticRegression.Fit(table, formula, new FitOptions { Solver = new Lbfgs() });
        var descent = LogisticRegression.Fit(table, formula, new FitOptions
        {
            Standardize = StandardizeKind.Population,
            Solver = new GradientDescent { LearningRate = 1, MaxIterations = 200_000 },
        });
        foreach (var other in new[] { lbfgs, descent })
        {
            Assert.Equal(SolverStatus.Converged, other.Solver.Status);
            foreach (var c in newton.Coefficients) Near.Absolute(c.Estimate!.Value, other[c.Term].Estimate!.Value, 1e-8, $"{other.Solver.Name}, {c.Term}");
        }
    }

    [Theory]
    [MemberData(nameof(Data))]
    public void A_row_twice_equals_weight_two(string file, string formula)
    {
        var table = Read(file);
        int[] repeated = [0, 3, 7, 50, table.Rows - 1];
        var twice = table.Select([.. Enumerable.Range(0, table.Rows), .. repeated]);
        var weights = new double[table.Rows];
        Array.Fill(weights, 1);
        foreach (var row in repeated) weights[row] = 2;
        var weighted = new Table([.. table.Columns, new NumericColumn("times", weights)]);
        foreach (var penalty in new ISmoothPenalty[] { new NoPenalty(), new Ridge(0.05) })
        {
            var options = new FitOptions { Penalty = penalty, Standardize = penalty is Ridge ? StandardizeKind.Population : StandardizeKind.None };
            var a = LogisticRegression.Fit(twice, formula, options);
            var b = LogisticRegression.Fit(weighted, formula, options with { Weights = "times" });
            Same(a, b, 1e-11);
            Near.Relative(a.Statistics.Deviance, b.Statistics.Deviance, 1e-12);
            Near.Relative(a.Training.Auc, b.Training.Auc, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Data))]
    public void Flipping_the_labels_negates_every_coefficient(string file, string formula)
    {
        var table = Read(file);
        var model = LogisticRegression.Fit(table, formula);
        var flipped = LogisticRegression.Fit(table, formula, new FitOptions { Positive = "0" });
        Assert.Equal("0", flipped.Positive);
        foreach (var c in model.Coefficients)
        {
            Near.Relative(-c.Estimate!.Value, flipped[c.Term].Estimate!.Value, 1e-11, c.Term);
            Near.Relative(c.StandardError!.Value, flipped[c.Term].StandardError!.Value, 1e-11, c.Term);
        }
    }

    [Theory]
    [InlineData(1e-6, 0)]
    [InlineData(1e6, 0)]
    [InlineData(3.7, 1e5)]
    [InlineData(-0.01, -40)]
    public void Shifting_and_rescaling_a_column_changes_no_probability(double scale, double shift)
    {
        var table = Read("birthwt.csv");
        var lwt = (NumericColumn)table["lwt"];
        var changed = new Table(table.Columns.Select(c => c == lwt ? new NumericColumn("lwt", lwt.Values.ToArray().Select(v => v * scale + shift).ToArray()) : c));
        var model = LogisticRegression.Fit(table, Births);
        var other = LogisticRegression.Fit(changed, Births);
        Assert.Equal(SolverStatus.Converged, other.Solver.Status);
        Near.Relative(model["lwt"].Estimate!.Value, other["lwt"].Estimate!.Value * scale, 1e-8);
        var (p, q) = (model.Probability(table), other.Probability(changed));
        for (var i = 0; i < p.Length; i++) Near.Absolute(p[i], q[i], 1e-9);
    }

    [Theory]
    [InlineData(StandardizeKind.None)]
    [InlineData(StandardizeKind.Population)]
    [InlineData(StandardizeKind.Sample)]
    public void At_the_answer_the_gradient_of_the_stated_objective_vanishes(StandardizeKind kind)
    {
        var table = Read("pima.csv");
        const double lambda = 0.02;
        var model = LogisticRegression.Fit(table, "type ~ .", new FitOptions { Penalty = new Ridge(lambda), Standardize = kind });
        // The objective by hand, with differences for derivatives.
        var columns = model.Encoding.Terms.Select(term => ((NumericColumn)table[term]).Values.ToArray()).ToArray();
        var y = ((NumericColumn)table["type"]).Values.ToArray();
        var scales = columns.Select(x =>
        {
            var mean = x.Average();
            return kind switch
            {
                StandardizeKind.None => 1,
                StandardizeKind.Population => Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / x.Length),
                _ => Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / (x.Length - 1)),
            };
        }).ToArray();
        double Objective(double[] b) => Enumerable.Range(0, y.Length).Average(i =>
        {
            var eta = b[0] + columns.Select((x, j) => b[j + 1] * x[i]).Sum();
            return Math.Log(1 + Math.Exp(eta)) - y[i] * eta;
        }) + lambda / 2 * scales.Select((s, j) => b[j + 1] * s * (b[j + 1] * s)).Sum();

        var beta = model.Coefficients.Select(c => c.Estimate!.Value).ToArray();
        Near.Relative(Objective(beta), model.Statistics.Objective, 1e-12);
        for (var j = 0; j < beta.Length; j++)
        {
            var step = 1e-4 * Math.Max(1e-3, Math.Abs(beta[j]));
            double[] Moved(double by) => [.. beta.Select((b, k) => k == j ? b + by : b)];
            Near.Absolute(0, (Objective(Moved(step)) - Objective(Moved(-step))) / (2 * step), 2e-6, $"slope along coefficient {j}");
            if (j > 0) Near.Relative(beta[j] * scales[j - 1], model.Coefficients[j].ScaledEstimate!.Value, 1e-12);
        }
    }

    [Theory]
    [InlineData(CovarianceKind.Model)]
    [InlineData(CovarianceKind.HC0)]
    [InlineData(CovarianceKind.HC1)]
    [InlineData(CovarianceKind.HC2)]
    [InlineData(CovarianceKind.HC3)]
    [InlineData(CovarianceKind.Cluster)]
    public void Frequency_weights_are_repeated_rows_in_every_figure(CovarianceKind kind)
    {
        var table = TableReader.Read(Repository.Sample("birthwt.csv"));
        double[] times = [.. Enumerable.Range(0, table.Rows).Select(i => (double)(i * 7 % 4))];
        var weighted = new Table([.. table.Columns, new NumericColumn("times", times)]);
        var repeated = table.Select([.. Enumerable.Range(0, table.Rows).SelectMany(i => Enumerable.Repeat(i, (int)times[i]))]);
        var options = new FitOptions { Covariance = kind, Cluster = kind == CovarianceKind.Cluster ? "age" : null };
        var byWeight = LogisticRegression.Fit(weighted, "low ~ lwt + race + smoke", options with { Weights = "times", WeightKind = WeightKind.Frequency });
        var byRows = LogisticRegression.Fit(repeated, "low ~ lwt + race + smoke", options);
        for (var k = 0; k < byRows.Coefficients.Count; k++)
        {
            Near.Relative(byRows.Coefficients[k].Estimate!.Value, byWeight.Coefficients[k].Estimate!.Value, 1e-10);
            Near.Relative(byRows.Coefficients[k].StandardError!.Value, byWeight.Coefficients[k].StandardError!.Value, 1e-9);
        }
        var (a, b) = (byRows.Statistics, byWeight.Statistics);
        Assert.Equal((a.Observations, a.ResidualDegreesOfFreedom), (b.Observations, b.ResidualDegreesOfFreedom));
        Near.Relative(a.Bic!.Value, b.Bic!.Value, 1e-12);
        Near.Relative(a.CoxSnellR2!.Value, b.CoxSnellR2!.Value, 1e-10);
        Near.Relative(byRows.Training.Auc, byWeight.Training.Auc, 1e-12);
    }

    [Fact]
    public void Counts_are_their_single_trials_but_for_the_ways_they_may_come()
    {
        var random = new LogOdds.Numerics.SeededRandom(2);
        var (x, successes, failures) = (new double[30], new double[30], new double[30]);
        for (var i = 0; i < 30; i++) (x[i], successes[i], failures[i]) = (random.NextNormal(), random.NextInt(6), random.NextInt(5));
        var grouped = new Table([new NumericColumn("s", successes), new NumericColumn("f", failures), new NumericColumn("x", x),
            new NumericColumn("share", successes.Zip(failures, (s, f) => s + f == 0 ? 0 : s / (s + f)).ToArray()), new NumericColumn("n", successes.Zip(failures, (s, f) => s + f).ToArray())]);
        var rows = Enumerable.Range(0, 30).SelectMany(i => Enumerable.Repeat((x[i], 1.0), (int)successes[i]).Concat(Enumerable.Repeat((x[i], 0.0), (int)failures[i]))).ToArray();
        var single = LogisticRegression.Fit(new Table([new NumericColumn("y", rows.Select(r => r.Item2).ToArray()), new NumericColumn("x", rows.Select(r => r.Item1).ToArray())]), "y ~ x");
        foreach (var model in new[] { LogisticRegression.Fit(grouped, "cbind(s, f) ~ x"), LogisticRegression.Fit(grouped, "share ~ x", new FitOptions { Weights = "n" }) })
        {
            for (var k = 0; k < 2; k++)
            {
                Near.Relative(single.Coefficients[k].Estimate!.Value, model.Coefficients[k].Estimate!.Value, 1e-9);
                Near.Relative(single.Coefficients[k].StandardError!.Value, model.Coefficients[k].StandardError!.Value, 1e-9);
            }
            Near.Relative(single.Statistics.LogLikelihood, -model.Statistics.TotalLoss, 1e-12);
            Near.Relative(single.Statistics.NullDeviance - single.Statistics.Deviance, model.Statistics.NullDeviance - model.Statistics.Deviance, 1e-9);
            Near.Relative(single.Statistics.McFaddenR2!.Value, model.Statistics.McFaddenR2!.Value, 1e-9);
            Near.Relative(single.Training.Auc, model.Training.Auc, 1e-12);
            Near.Relative(single.Training.LogLoss, model.Training.LogLoss, 1e-12);
        }
    }

    [Fact]
    public void No_intercept_and_a_column_for_every_level_are_the_intercept_and_one_less()
    {
        var table = TableReader.Read(Repository.Sample("birthwt.csv"));
        var (with, without) = (LogisticRegression.Fit(table, "low ~ race + age"), LogisticRegression.Fit(table, "low ~ 0 + race + age"));
        Near.Relative(with.Statistics.Deviance, without.Statistics.Deviance, 1e-12);
        Near.Relative(with.Coefficients[0].Estimate!.Value + with["race[other]"].Estimate!.Value, without["race[other]"].Estimate!.Value, 1e-10);
        Near.Relative(with["age"].StandardError!.Value, without["age"].StandardError!.Value, 1e-10);
        foreach (var solver in new LogOdds.Solvers.ISolver<LogOdds.Objectives.LinearObjective, LogOdds.Penalties.ISmoothPenalty>[] { new LogOdds.Solvers.Newton(), new LogOdds.Solvers.Lbfgs(), new LogOdds.Solvers.SampledNewton() })
        {
            var model = LogisticRegression.Fit(table, "low ~ 0 + age + lwt", new FitOptions { Solver = solver });
            Assert.Equal(["age", "lwt"], model.Coefficients.Select(c => c.Term));
            // R: glm(low ~ 0 + age + lwt, binomial).
            Near.Relative(-0.00404606005411848, model["age"].Estimate!.Value, 1e-8);
            Near.Relative(-0.00577724167910141, model["lwt"].Estimate!.Value, 1e-8);
            Assert.True(model.Solver.GradientNorm < 1e-9);
        }
    }

    [Fact]
    public void Ridge_without_strength_is_maximum_likelihood() =>
        Same(LogisticRegression.Fit(Read("pima.csv"), "type ~ ."), LogisticRegression.Fit(Read("pima.csv"), "type ~ .", new FitOptions { Penalty = new Ridge(0) }), 1e-12);

    [Fact]
    public void Ridge_equals_scikit_learn_on_breast_cancer()
    {
        var table = Read("breast_cancer.csv");
        foreach (var (name, golden) in Golden.Load("golden/sklearn_breast_cancer_l2.json")["fits"].Properties)
        {
            var isBalanced = golden.Has("class_weight");
            var model = LogisticRegression.Fit(table, "benign ~ .", new FitOptions
            {
                Penalty = new Ridge(golden["equivalent_lambda_unweighted"].Number),
                Standardize = StandardizeKind.Population,
                ClassWeight = isBalanced ? ClassWeight.Balanced : ClassWeight.None,
            });
            Assert.True(model.Solver.GradientNorm <= 1e-10);
            var largest = golden["coef"].Numbers.Max(Math.Abs);
            for (var j = 0; j < 30; j++) Near.Absolute(golden["coef"].Numbers[j], model.Coefficients[j + 1].ScaledEstimate!.Value, 1e-7 * largest, $"{name}, {model.Coefficients[j + 1].Term}");
            Near.Absolute(golden["intercept"].Number, model.Coefficients[0].ScaledEstimate!.Value, 1e-7 * largest);
            Near.Relative(1 / golden["equivalent_lambda_unweighted"].Number / 569, model.Objective.C, 1e-12);
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var (x, y) = Generate(seed: 3, rows: 20_000, columns: 12);
        var one = LogisticRegression.Fit(x, y, new FitOptions { Threads = 1 });
        foreach (var threads in new[] { 2, 3, 8 })
        {
            var many = LogisticRegression.Fit(x, y, new FitOptions { Threads = threads });
            Assert.Equal(one.Coefficients, many.Coefficients);
            Assert.Equal(one.Statistics, many.Statistics);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_stochastic_descent_and_another_seed_another()
    {
        LogisticModel Fit(long seed) => LogisticRegression.Fit(Read("exam_marks.csv"), "admitted ~ .", new FitOptions
        {
            Standardize = StandardizeKind.Population,
            Solver = new StochasticGradientDescent { Seed = seed, LearningRate = 0.5, MaxIterations = 400 },
        });
        Assert.Equal(Fit(1).Coefficients, Fit(1).Coefficients);
        Assert.NotEqual(Fit(1).Coefficients, Fit(2).Coefficients);
        var exact = LogisticRegression.Fit(Read("exam_marks.csv"), "admitted ~ .");
        Near.Relative(exact.Statistics.Objective, Fit(1).Statistics.Objective, 0.05);
    }

    [Fact]
    public void A_batch_of_all_rows_is_gradient_descent()
    {
        var options = new FitOptions { Standardize = StandardizeKind.Population };
        var batch = LogisticRegression.Fit(Read("pima.csv"), "type ~ .", options with { Solver = new GradientDescent { LearningRate = 0.3, MaxIterations = 20 } });
        var whole = LogisticRegression.Fit(Read("pima.csv"), "type ~ .", options with { Solver = new StochasticGradientDescent { LearningRate = 0.3, MaxIterations = 20, BatchSize = 532 } });
        Same(batch, whole, 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    public void Momentum_keeps_a_part_of_the_last_update(double momentum)
    {
        var (x, y) = Generate(seed: 3, rows: 60, columns: 2);
        double[][] columns = [.. Enumerable.Range(0, 2).Select(j => Enumerable.Range(0, 60).Select(i => x[i, j]).ToArray())];
        var objective = new LinearObjective(new DenseDesign<double>(60, [columns[0], columns[1]]), new Response(y), new Logistic());
        var (beta, velocity, gradient) = (new double[3], new double[3], new double[3]);
        for (var step = 0; step < 25; step++)
        {
            objective.Evaluate(beta, gradient);
            for (var j = 0; j < 3; j++)
            {
                velocity[j] = momentum * velocity[j] + gradient[j];
                beta[j] -= 0.2 * velocity[j];
            }
        }
        var result = new GradientDescent { LearningRate = 0.2, Momentum = momentum, MaxIterations = 25 }.Solve(objective, new NoPenalty(), new double[3], cancellation: TestContext.Current.CancellationToken);
        for (var j = 0; j < 3; j++) Near.Relative(beta[j], result.Coefficients[j], 1e-12);
        var batch = new StochasticGradientDescent { LearningRate = 0.2, Momentum = momentum, MaxIterations = 25, BatchSize = 60 }.Solve(objective, new NoPenalty(), new double[3], cancellation: TestContext.Current.CancellationToken);
        for (var j = 0; j < 3; j++) Near.Relative(beta[j], batch.Coefficients[j], 1e-12);
    }

    [Fact]
    public void Momentum_gets_down_a_narrow_valley_sooner()
    {
        SolverReport Descend(double momentum) => LogisticRegression.Fit(Read("study_hours_16.csv"), "passed ~ hours", new FitOptions
        {
            Solver = new GradientDescent { LearningRate = 0.1, Momentum = momentum, MaxIterations = 300 },
            ProbabilityClip = 0,
        }).Solver;
        Assert.True(Descend(0.9).GradientNorm < Descend(0).GradientNorm / 5);
    }

    [Fact]
    public void Arrays_rows_spans_objects_and_tables_give_the_same_model()
    {
        var (x, y) = Generate(seed: 5, rows: 80, columns: 2);
        var rows = Enumerable.Range(0, 80).Select(i => new[] { x[i, 0], x[i, 1] }).ToArray();
        var reference = LogisticRegression.Fit(x, y);
        Assert.Equal(reference.Coefficients, LogisticRegression.Fit(rows, y).Coefficients);
        Assert.Equal(reference.Coefficients, LogisticRegression.Fit(rows.SelectMany(r => r).ToArray(), 2, y).Coefficients);
        var points = Enumerable.Range(0, 80).Select(i => new Point(x[i, 0], x[i, 1], y[i] == 1)).ToArray();
        var objects = LogisticRegression.Fit(points, p => p.Inside, [p => p.East, p => p.North]);
        Assert.Equal(["(Intercept)", "East", "North"], objects.Coefficients.Select(c => c.Term));
        Assert.Equal("true", objects.Positive);
        Assert.Equal(reference.Coefficients.Select(c => c.Estimate), objects.Coefficients.Select(c => c.Estimate));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Columns_a_million_spreads_from_zero_and_of_wild_scales_still_converge(int seed)
    {
        var (x, y) = Generate(seed, 2000, 6);
        var plain = LogisticRegression.Fit(x, y);
        for (var i = 0; i < 2000; i++)
            for (var j = 0; j < 6; j++)
                x[i, j] = (x[i, j] + 1e6) * Math.Pow(10, 2 * j - 6);
        var wild = LogisticRegression.Fit(x, y);
        Assert.Equal(SolverStatus.Converged, wild.Solver.Status);
        for (var j = 0; j < 6; j++) Near.Relative(plain.Coefficients[j + 1].Estimate!.Value, wild.Coefficients[j + 1].Estimate!.Value * Math.Pow(10, 2 * j - 6), 1e-6);
    }

    private sealed record Point(double East, double North, bool Inside);

    private static Table Read(string file) => TableReader.Read(Repository.Sample(file));

    private static void Same(LogisticModel a, LogisticModel b, double tolerance)
    {
        foreach (var c in a.Coefficients) Near.Relative(c.Estimate!.Value, b[c.Term].Estimate!.Value, tolerance, c.Term);
    }

    private static (double[,] X, double[] Y) Generate(int seed, int rows, int columns)
    {
        var random = new LogOdds.Numerics.SeededRandom(seed);
        var x = new double[rows, columns];
        var y = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            var eta = 0.3;
            for (var j = 0; j < columns; j++)
            {
                x[i, j] = random.NextNormal();
                eta += x[i, j] / (1 + j);
            }
            y[i] = random.NextDouble() < 1 / (1 + Math.Exp(-eta)) ? 1 : 0;
        }
        return (x, y);
    }
}
