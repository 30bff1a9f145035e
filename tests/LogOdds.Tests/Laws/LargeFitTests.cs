using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests.Laws;

/// <summary>The roads for large tables lead where Newton's leads, from data of every kind of order.</summary>
public class LargeFitTests
{
    private const int Rows = 40_000;

    [Theory]
    [InlineData("random")]
    [InlineData("by class")]
    [InlineData("by a feature")]
    [InlineData("shifted and scaled")]
    [InlineData("wild weights")]
    [InlineData("separable sample")]
    public void Sampled_Newton_ends_where_Newton_ends(string kind)
    {
        var (table, weights) = Data(kind);
        var options = new FitOptions { Weights = weights };
        var newton = LogisticRegression.Fit(table, "y ~ .", options with { Solver = new Newton() });
        foreach (var sample in new[] { 0, 300, 3000 })
        {
            var sampled = LogisticRegression.Fit(table, "y ~ .", options with { Solver = new SampledNewton { SampleRows = sample } });
            Assert.Equal(SolverStatus.Converged, sampled.Solver.Status);
            Assert.InRange(sampled.Solver.GradientNorm, 0, 1e-9);
            for (var j = 0; j < newton.Coefficients.Count; j++)
                Near.Absolute(newton.Coefficients[j].Estimate!.Value, sampled.Coefficients[j].Estimate!.Value, 1e-5 * newton.Coefficients[j].StandardError!.Value);
        }
    }

    [Fact]
    public void The_result_is_the_same_bits_for_any_number_of_threads()
    {
        var (table, _) = Data("random");
        var models = new[] { 1, 2, 3, 7 }.Select(threads => LogisticRegression.Fit(table, "y ~ .", new FitOptions { Threads = threads, Solver = new SampledNewton() })).ToArray();
        foreach (var model in models.Skip(1))
        {
            Assert.Equal(models[0].Coefficients.Select(c => (c.Estimate, c.StandardError)), model.Coefficients.Select(c => (c.Estimate, c.StandardError)));
            Assert.Equal(models[0].Statistics.LogLikelihood, model.Statistics.LogLikelihood);
        }
    }

    [Fact]
    public void Every_iteration_of_sampled_Newton_is_traced_and_the_objective_falls()
    {
        var (table, _) = Data("random");
        var records = new List<IterationRecord>();
        var model = LogisticRegression.Fit(table, "y ~ .", new FitOptions { Trace = records.Add, Solver = new SampledNewton { SampleRows = 1000 } });
        Assert.Equal(Enumerable.Range(0, records.Count), records.Select(record => record.Iteration));
        Assert.Equal(model.Solver.Iterations, records[^1].Iteration);
        Assert.All(records[0].Coefficients, beta => Assert.Equal(0, beta));
        for (var i = 1; i < records.Count; i++)
        {
            Assert.InRange(records[i].Objective, 0, records[i - 1].Objective + 1e-12);
            Assert.True(records[i].Passes >= records[i - 1].Passes && records[i].Seconds >= records[i - 1].Seconds);
        }
    }

    [Fact]
    public void Dual_Newton_is_the_ridge_of_Newton_and_of_Lbfgs()
    {
        var random = new SeededRandom(11);
        var (rows, columns) = (60, 150);
        var x = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) x[i, j] = 100 * j + (1 + j) * random.NextNormal();
        var y = Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? 1.0 : 0).ToArray();
        foreach (var standardize in new[] { StandardizeKind.None, StandardizeKind.Population })
        {
            var options = new FitOptions { Penalty = new Ridge(0.02), Standardize = standardize };
            var dual = LogisticRegression.Fit(x, y, options);
            var newton = LogisticRegression.Fit(x, y, options with { Solver = new Newton() });
            Assert.Equal("dual-newton", dual.Solver.Name);
            Near.Relative(newton.Statistics.Objective, dual.Statistics.Objective, 1e-10);
            for (var j = 0; j <= columns; j++) Near.Absolute(newton.Coefficients[j].ScaledEstimate!.Value, dual.Coefficients[j].ScaledEstimate!.Value, 1e-6 * Math.Max(1, Math.Abs(newton.Coefficients[j].ScaledEstimate!.Value)));
        }
    }

    [Fact]
    public void Single_storage_is_near_and_the_gradient_says_how_near()
    {
        var (table, _) = Data("shifted and scaled");
        var exact = LogisticRegression.Fit(table, "y ~ .");
        var single = LogisticRegression.Fit(table, "y ~ .", new FitOptions { Storage = NumberStorage.Single });
        Assert.InRange(single.Solver.GradientNorm, 1e-12, 1e-6);
        for (var j = 0; j < exact.Coefficients.Count; j++)
            Near.Absolute(exact.Coefficients[j].Estimate!.Value, single.Coefficients[j].Estimate!.Value, 1e-3 * exact.Coefficients[j].StandardError!.Value);
    }

    [Fact]
    public void Factors_as_codes_are_the_same_as_columns_of_zeros_and_ones()
    {
        var random = new SeededRandom(5);
        const int rows = 600;
        var (a, b, x) = (Draw(3), Draw(5), Enumerable.Range(0, rows).Select(_ => 50 + random.NextNormal()).ToArray());
        int[] Draw(int levels) => [.. Enumerable.Range(0, rows).Select(_ => random.NextInt(levels))];
        var y = Enumerable.Range(0, rows).Select(i => random.NextDouble() < Logit(0.3 * a[i] - 0.2 * b[i] + x[i] - 50) ? 1.0 : 0).ToArray();
        var weights = Enumerable.Range(0, rows).Select(_ => random.NextDouble()).ToArray();
        CategoricalColumn Factor(string name, int[] codes, int levels) => new(name, Enumerable.Range(0, levels).Select(k => $"l{k}"), codes);
        var factors = new Table([new NumericColumn("y", y), Factor("a", a, 3), new NumericColumn("x", x), Factor("b", b, 5), new NumericColumn("w", weights)]);
        NumericColumn Indicator(string name, int[] codes, int level) => new($"{name}{level}", codes.Select(code => code == level ? 1.0 : 0).ToArray());
        var indicators = new Table([new NumericColumn("y", y), Indicator("a", a, 1), Indicator("a", a, 2), new NumericColumn("x", x), .. Enumerable.Range(1, 4).Select(k => Indicator("b", b, k)), new NumericColumn("w", weights)]);
        foreach (var options in new[] { new FitOptions { Weights = "w" }, new FitOptions { Weights = "w", Solver = new Lbfgs() }, new FitOptions { Weights = "w", Penalty = new Ridge(0.01), Standardize = StandardizeKind.Population } })
        {
            var coded = LogisticRegression.Fit(factors, "y ~ .", options);
            var written = LogisticRegression.Fit(indicators, "y ~ .", options);
            for (var j = 0; j < coded.Coefficients.Count; j++)
            {
                Near.Absolute(written.Coefficients[j].Estimate!.Value, coded.Coefficients[j].Estimate!.Value, 1e-8);
                if (written.Coefficients[j].StandardError is { } error) Near.Relative(error, coded.Coefficients[j].StandardError!.Value, 1e-9);
            }
            Assert.Equal(written.LogOdds(indicators).Select(eta => Math.Round(eta, 7)), coded.LogOdds(factors).Select(eta => Math.Round(eta, 7)));
        }
    }

    private static double Logit(double eta) => 1 / (1 + Math.Exp(-eta));

    private static (Table Table, string? Weights) Data(string kind)
    {
        const int columns = 5;
        var random = new SeededRandom(3);
        var (x, y) = (new double[columns][], new double[Rows]);
        var eta = new double[Rows];
        for (var j = 0; j < columns; j++)
        {
            x[j] = [.. Enumerable.Range(0, Rows).Select(_ => random.NextNormal())];
            for (var i = 0; i < Rows; i++) eta[i] += (j + 1) * 0.3 * x[j][i];
        }
        for (var i = 0; i < Rows; i++) y[i] = random.NextDouble() < Logit(eta[i] - (kind == "separable sample" ? 8 : 0)) ? 1 : 0;
        var order = Enumerable.Range(0, Rows).ToArray();
        if (kind == "by class") order = [.. order.OrderBy(i => y[i])];
        if (kind == "by a feature") order = [.. order.OrderBy(i => x[4][i])];
        if (kind == "shifted and scaled")
            for (var j = 0; j < columns; j++)
                for (var i = 0; i < Rows; i++) x[j][i] = (x[j][i] + 1e5 * (j - 2)) * Math.Pow(10, 3 * (j - 2));
        var table = new List<Column> { new NumericColumn("y", order.Select(i => y[i]).ToArray()) };
        for (var j = 0; j < columns; j++) table.Add(new NumericColumn($"x{j}", order.Select(i => x[j][i]).ToArray()));
        if (kind != "wild weights") return (new Table(table), null);
        table.Add(new NumericColumn("w", Enumerable.Range(0, Rows).Select(_ => Math.Exp(3 * random.NextNormal())).ToArray()));
        return (new Table(table), "w");
    }
}
