using LogOdds.Data;
using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests;

/// <summary>The same numbers are the same model, however they are stored.</summary>
public class SparseLawTests
{
    private const int Rows = 400;
    private const int Width = 12;

    [Theory]
    [InlineData(StandardizeKind.None)]
    [InlineData(StandardizeKind.Population)]
    public void Dense_and_sparse_are_the_same_ridge(StandardizeKind standardize) =>
        RequireSame(new FitOptions { Penalty = new Ridge(0.01), Standardize = standardize, Weights = "w" }, 1e-7);

    [Theory]
    [InlineData(StandardizeKind.None)]
    [InlineData(StandardizeKind.Sample)]
    public void Dense_and_sparse_are_the_same_lasso(StandardizeKind standardize) =>
        RequireSame(new FitOptions { Penalty = ElasticNet.Lasso(0.01), Standardize = standardize }, 1e-6);

    [Fact]
    public void Dense_and_sparse_are_the_same_likelihood_with_the_same_errors()
    {
        var (sparse, dense) = Fits(new FitOptions(), "y ~ x", "y ~ . - w");
        for (var k = 0; k < dense.Coefficients.Count; k++)
        {
            Near.Mixed(dense.Coefficients[k].Estimate!.Value, sparse.Coefficients[k].Estimate!.Value, 1e-8);
            Near.Relative(dense.Coefficients[k].StandardError!.Value, sparse.Coefficients[k].StandardError!.Value, 1e-7);
        }
    }

    [Fact]
    public void Empty_columns_are_left_out_of_a_likelihood_and_are_0_in_a_penalised_fit()
    {
        var table = Tables(emptyColumns: 3).Sparse;
        var likelihood = LogisticRegression.Fit(table, "y ~ x");
        Assert.Equal(3, likelihood.Coefficients.Count(c => c.Estimate is null));
        Assert.Contains("3 of the sparse columns", likelihood.Warnings.Single(w => w.Code == "constant").Message);
        var ridge = LogisticRegression.Fit(table, "y ~ x", new FitOptions { Penalty = new Ridge(0.1) });
        Assert.Equal(3, ridge.Coefficients.Count(c => c.Estimate == 0));
        Assert.Empty(ridge.Warnings);
    }

    [Theory]
    [InlineData("newton-cg", "y ~ x")]
    [InlineData("newton-cg", "y ~ 0 + x")]
    [InlineData("coordinate-descent", "y ~ x")]
    [InlineData("coordinate-descent", "y ~ 0 + x")]
    public void Threads_change_no_bit(string solver, string formula)
    {
        var table = Wide(rows: 3000, width: 7000, perRow: 60, seed: 3);
        IPenalty penalty = solver == "newton-cg" ? new Ridge(1e-3) : ElasticNet.Lasso(1e-3);
        var one = Fit(1);
        Assert.Equal(solver, one.Solver.Name);
        Assert.Equal(SolverStatus.Converged, one.Solver.Status);
        foreach (var threads in new[] { 0, 2, 3 }) Assert.Equal(one.Coefficients.Select(c => c.Estimate), Fit(threads).Coefficients.Select(c => c.Estimate));
        LogisticModel Fit(int threads) => LogisticRegression.Fit(table, formula, new FitOptions { Penalty = penalty, Threads = threads });
    }

    [Fact]
    public void A_direction_that_columns_share_costs_no_passes()
    {
        // All entries are above 0, so that without an intercept one direction bends the loss more than all others.
        var table = Wide(rows: 3000, width: 7000, perRow: 60, seed: 3);
        int Passes(string formula) => LogisticRegression.Fit(table, formula, new FitOptions { Penalty = new Ridge(1e-3), Solver = new NewtonCg() }).Solver.Passes;
        Assert.InRange(Passes("y ~ 0 + x"), 1, Passes("y ~ x") + 2);
    }

    [Theory]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity, 0)]
    [InlineData(-0.3, 0.2, 0)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity, 0.1)]
    public void Coordinate_descent_and_proximal_Newton_find_the_same(double lower, double upper, double target)
    {
        var table = Wide(rows: 500, width: 600, perRow: 20, seed: 5);
        var options = new FitOptions { Penalty = new ElasticNet(2e-3, 0.7), EveryTerm = new TermPenalty { Lower = lower, Upper = upper, Target = target } };
        var byColumn = LogisticRegression.Fit(table, "y ~ x", options with { ProximalSolver = new CoordinateDescentOf() });
        var byMatrix = LogisticRegression.Fit(table, "y ~ x", options with { ProximalSolver = new ProximalNewton() });
        Assert.Equal(("coordinate-descent", "proximal-newton"), (byColumn.Solver.Name, byMatrix.Solver.Name));
        Near.Absolute(byMatrix.Statistics.Objective, byColumn.Statistics.Objective, 1e-12);
        for (var k = 0; k < byColumn.Coefficients.Count; k++) Near.Absolute(byMatrix.Coefficients[k].Estimate!.Value, byColumn.Coefficients[k].Estimate!.Value, 1e-5);
    }

    [Fact]
    public void Newton_by_conjugate_gradients_finds_what_Newton_finds()
    {
        var table = Wide(rows: 300, width: 80, perRow: 9, seed: 8);
        foreach (var formula in new[] { "y ~ x", "y ~ 0 + x", "y ~ 0 + x + I(1)" })
        {
            var trace = new List<IterationRecord>();
            var exact = LogisticRegression.Fit(table, formula, new FitOptions { Penalty = new Ridge(1e-3), Solver = new Newton() });
            var truncated = LogisticRegression.Fit(table, formula, new FitOptions { Penalty = new Ridge(1e-3), Solver = new NewtonCg { Tolerance = 1e-10 }, Trace = trace.Add });
            Assert.Equal((0, SolverStatus.Converged), (trace[0].Iteration, truncated.Solver.Status));
            for (var k = 0; k < exact.Coefficients.Count; k++) Near.Absolute(exact.Coefficients[k].Estimate!.Value, truncated.Coefficients[k].Estimate!.Value, 1e-7);
        }
        var stopped = LogisticRegression.Fit(table, "y ~ x", new FitOptions { Penalty = new Ridge(1e-3), Solver = new NewtonCg { MaxIterations = 1 } });
        Assert.Equal((SolverStatus.IterationLimit, 1), (stopped.Solver.Status, stopped.Solver.Iterations));
    }

    [Fact]
    public void A_wide_dense_ridge_needs_no_matrix()
    {
        var random = new SeededRandom(2);
        var (x, y) = (new double[200, 900], new double[200]);
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = random.NextDouble() < 0.5 ? 1 : 0;
            for (var j = 0; j < x.GetLength(1); j++) x[i, j] = random.NextNormal();
        }
        var dual = LogisticRegression.Fit(x, y, new FitOptions { Penalty = new Ridge(0.05) });
        var truncated = LogisticRegression.Fit(x, y, new FitOptions { Penalty = new Ridge(0.05), Solver = new NewtonCg() });
        Near.Absolute(dual.Statistics.Objective, truncated.Statistics.Objective, 1e-13);
    }

    [Fact]
    public void Blocks_stand_beside_numbers_and_factors()
    {
        var (sparse, dense) = Fits(new FitOptions { Penalty = new Ridge(0.02) }, "y ~ a + x + f", "y ~ a + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11 + x12 + f", withOthers: true);
        RequireSame(dense, sparse, 1e-8);
        var (lasso, denseLasso) = Fits(new FitOptions { Penalty = ElasticNet.Lasso(0.02) }, "y ~ a + x + f", "y ~ a + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11 + x12 + f", withOthers: true);
        RequireSame(denseLasso, lasso, 1e-7);
        var (likelihood, denseLikelihood) = Fits(new FitOptions(), "y ~ a + x + f", "y ~ a + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11 + x12 + f", withOthers: true);
        RequireSame(denseLikelihood, likelihood, 1e-7);
    }

    [Fact]
    public void A_model_file_has_the_coefficients_of_a_block_and_no_more()
    {
        foreach (var standardize in new[] { StandardizeKind.None, StandardizeKind.Population })
        {
            var table = Tables().Sparse;
            var model = LogisticRegression.Fit(table, "y ~ x + w", new FitOptions { Penalty = ElasticNet.Lasso(0.03), Standardize = standardize });
            var stream = new MemoryStream();
            ModelFile.Save(model, stream);
            stream.Position = 0;
            var read = ModelFile.Load(stream);
            Assert.Equal(model.Coefficients, read.Coefficients);
            Assert.Equal(model.Probability(table), read.Probability(table));
            Assert.Equal(model.Summary().ToString(), read.Summary().ToString());
        }
    }

    [Fact]
    public void Columns_that_a_fit_did_not_see_are_passed_over_and_those_that_are_absent_are_0()
    {
        var model = LogisticRegression.Fit(Tables().Sparse, "y ~ x", new FitOptions { Penalty = new Ridge(0.1) });
        double[] At(params (int Column, double Value)[] entries) => model.LogOdds(new Table([new SparseColumn("x", 40, new long[] { 0, entries.Length }, entries.Select(e => e.Column).ToArray(), entries.Select(e => e.Value).ToArray())]));
        double[] Narrow() => model.LogOdds(new Table([new SparseColumn("x", 2, new long[] { 0, 1 }, new[] { 1 }, new[] { 0.5 })]));
        Assert.Equal(At((1, 0.5)), At((1, 0.5), (35, 7)));
        Assert.Equal(At((1, 0.5)), Narrow());
        Assert.Equal(model["(Intercept)"].Estimate!.Value, At()[0]);
    }

    [Fact]
    public void A_column_that_is_nearly_constant_has_its_spread()
    {
        var random = new SeededRandom(4);
        var values = Enumerable.Range(0, Rows).Select(_ => 1000 + random.NextNormal()).ToArray();
        var y = Enumerable.Range(0, Rows).Select(i => random.NextDouble() < 1 / (1 + Math.Exp(1000 - values[i])) ? 1.0 : 0).ToArray();
        var sparse = new Table([new NumericColumn("y", y), new SparseColumn("x", 2, Enumerable.Range(0, Rows + 1).Select(i => 2L * i).ToArray(), Enumerable.Range(0, 2 * Rows).Select(k => k % 2).ToArray(), values.SelectMany(v => new[] { v, 3.0 }).ToArray())]);
        var dense = new Table([new NumericColumn("y", y), new NumericColumn("x", values)]);
        var options = new FitOptions { Penalty = new Ridge(0.01), Standardize = StandardizeKind.Population };
        var (one, other) = (LogisticRegression.Fit(sparse, "y ~ x", options), LogisticRegression.Fit(dense, "y ~ x", options));
        Near.Relative(other["x"].Estimate!.Value, one["x[1]"].Estimate!.Value, 1e-6);
        Near.Absolute(0, one["x[2]"].Estimate!.Value, 1e-12);
    }

    [Theory]
    [InlineData(new[] { 1, 1 }, "column 1 twice")]
    [InlineData(new[] { 2, 1 }, "column 1 after 2")]
    [InlineData(new[] { 0, 3 }, "column 3; there are 3")]
    [InlineData(new[] { -1, 1 }, "column -1; there are 3")]
    public void Entries_that_cannot_be_are_refused(int[] indices, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new SparseColumn("x", 3, new long[] { 0, 2 }, indices, new double[] { 1, 2 })).Message);

    [Fact]
    public void Lengths_that_do_not_fit_and_values_that_are_not_finite_are_refused()
    {
        Assert.Contains("1 column indices and 2 values", Assert.Throws<ArgumentException>(() => new SparseDesign(3, new long[] { 0, 1 }, new[] { 0 }, new double[] { 1, 2 })).Message);
        Assert.Contains("0 to the number of entries, 1", Assert.Throws<ArgumentException>(() => new SparseDesign(3, new long[] { 0, 2 }, new[] { 0 }, new double[] { 1 })).Message);
        Assert.Contains("Row 0 ends before", Assert.Throws<ArgumentException>(() => new SparseDesign(3, new long[] { 0, -1, 1 }, new[] { 0 }, new double[] { 1 })).Message);
        Assert.Contains("not a finite number", Assert.Throws<ArgumentException>(() => new SparseDesign(3, new long[] { 0, 1 }, new[] { 0 }, new[] { double.NaN })).Message);
    }

    [Theory]
    [InlineData("y ~ x")]
    [InlineData("y ~ 0 + x")]
    public void Columns_of_many_stretches_are_fitted_by_any_number_of_threads_and_read_back_bit_for_bit(string formula)
    {
        var table = Wide(rows: 3000, width: 40_000, perRow: 60, seed: 5);
        LogisticModel Fit(int threads) => LogisticRegression.Fit(table, formula, new FitOptions { Penalty = new Ridge(1e-4), Threads = threads, Solver = new NewtonCg() });
        var one = Fit(1);
        Assert.Equal(SolverStatus.Converged, one.Solver.Status);
        var estimates = one.Coefficients.Select(c => c.Estimate).ToArray();
        Assert.True(estimates.Count(estimate => estimate != 0) > 8192);
        foreach (var threads in new[] { 2, 3 }) Assert.Equal(estimates, Fit(threads).Coefficients.Select(c => c.Estimate));
        using var file = new MemoryStream();
        ModelFile.Save(one, file);
        file.Position = 0;
        Assert.Equal(estimates, ModelFile.Load(file).Coefficients.Select(c => c.Estimate));
    }

    [Fact]
    public void A_block_is_no_part_of_a_product_and_nothing_is_calculated_with_it()
    {
        var table = Tables().Sparse;
        Assert.Contains("cannot be part of a product", Assert.Throws<UnusableDataException>(() => LogisticRegression.Fit(table, "y ~ x:w")).Message);
        Assert.Contains("nothing can be calculated", Assert.Throws<UnusableDataException>(() => LogisticRegression.Fit(table, "y ~ log(x)")).Message);
        Assert.Contains("block of 12 columns", Assert.Throws<UnusableDataException>(() => LogisticRegression.Fit(table, "x ~ w")).Message);
        var model = LogisticRegression.Fit(table, "y ~ x");
        Assert.Throws<NoAnswerException>(() => new Analysis(model, table).Margins());
    }

    [Fact]
    public void Arrays_are_fitted_without_a_table()
    {
        var table = Tables().Sparse;
        var block = (SparseColumn)table["x"];
        var starts = new long[Rows + 1];
        for (var i = 0; i < Rows; i++) starts[i + 1] = starts[i] + block.IndicesOf(i).Length;
        int[] indices = [.. Enumerable.Range(0, Rows).SelectMany(i => block.IndicesOf(i).ToArray())];
        double[] values = [.. Enumerable.Range(0, Rows).SelectMany(i => block.ValuesOf(i).ToArray())];
        var options = new FitOptions { Penalty = new Ridge(0.1) };
        var model = LogisticRegression.Fit(Width, starts, indices, values, ((NumericColumn)table["y"]).Values, options);
        Assert.Equal(LogisticRegression.Fit(table, "y ~ x", options).Coefficients, model.Coefficients);
        Assert.Equal(model.Probability(table), model.Probability(starts, indices, values));
    }

    [Fact]
    public void Names_of_terms_are_those_of_blocks_and_columns_in_their_order()
    {
        var model = LogisticRegression.Fit(Tables(withOthers: true).Sparse, "y ~ a + x + f", new FitOptions { Penalty = new Ridge(0.1) });
        string[] names = ["a", .. Enumerable.Range(1, Width).Select(j => $"x[{j}]"), "f[q]", "f[r]"];
        Assert.Equal(names, model.Encoding.Terms);
        Assert.Equal(names, Enumerable.Range(0, model.Encoding.Terms.Count).Select(j => model.Encoding.Terms[j]));
        Assert.Equal(["(Intercept)", .. names], model.Coefficients.Select(c => c.Term));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Encoding.Terms[names.Length]);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Encoding.Terms[-1]);
    }

    [Fact]
    public void A_table_selects_rows_of_blocks()
    {
        var table = Tables().Sparse;
        var some = table.Select([5, 0, 7]);
        Assert.Equal([table["x"].TextAt(5), table["x"].TextAt(0), table["x"].TextAt(7)], Enumerable.Range(0, 3).Select(some["x"].TextAt));
        Assert.Equal((3, 0), (some["x"].Rows, some["x"].CountMissing()));
    }

    /// <summary>Coordinate descent for whatever columns are sparse.</summary>
    private sealed class CoordinateDescentOf : ISolver<LogOdds.Objectives.LinearObjective, IProximalPenalty>
    {
        public SolverResult Solve(LogOdds.Objectives.LinearObjective objective, IProximalPenalty penalty, ReadOnlySpan<double> start, Action<IterationRecord>? trace = null, CancellationToken cancellation = default) =>
            new CoordinateDescent { Tolerance = 1e-10 }.Solve(objective, penalty, start, trace, cancellation);
    }

    private static void RequireSame(FitOptions options, double tolerance)
    {
        var (sparse, dense) = Fits(options, "y ~ x", "y ~ . - w");
        RequireSame(dense, sparse, tolerance);
    }

    private static void RequireSame(LogisticModel dense, LogisticModel sparse, double tolerance)
    {
        Assert.Equal((SolverStatus.Converged, SolverStatus.Converged), (dense.Solver.Status, sparse.Solver.Status));
        Near.Relative(dense.Statistics.Objective, sparse.Statistics.Objective, 1e-10);
        for (var k = 0; k < dense.Coefficients.Count; k++)
            Near.Absolute(dense.Coefficients[k].Estimate!.Value, sparse.Coefficients[k].Estimate!.Value, tolerance, dense.Coefficients[k].Term);
    }

    private static (LogisticModel Sparse, LogisticModel Dense) Fits(FitOptions options, string sparseFormula, string denseFormula, bool withOthers = false)
    {
        var (sparse, dense) = Tables(withOthers: withOthers);
        var (one, other) = (LogisticRegression.Fit(sparse, sparseFormula, options), LogisticRegression.Fit(dense, denseFormula, options));
        var (p, q) = (one.Probability(sparse), other.Probability(dense));
        for (var i = 0; i < p.Length; i++) Near.Absolute(q[i], p[i], 1e-5);
        return (one, other);
    }

    /// <summary>The same numbers as a block and as columns, some rows and entries of which are 0.</summary>
    private static (Table Sparse, Table Dense) Tables(int emptyColumns = 0, bool withOthers = false)
    {
        var random = new SeededRandom(11);
        var (columns, y, w) = (Enumerable.Range(0, Width).Select(_ => new double[Rows]).ToArray(), new double[Rows], new double[Rows]);
        var (starts, indices, values) = (new List<long> { 0 }, new List<int>(), new List<double>());
        for (var i = 0; i < Rows; i++)
        {
            var eta = 0.0;
            for (var j = 0; j < Width; j++)
            {
                if (i % 17 == 0 || random.NextDouble() > 0.3) continue;
                columns[j][i] = random.NextNormal() + 1;
                eta += columns[j][i] * (j % 3 - 1);
                indices.Add(j);
                values.Add(columns[j][i]);
            }
            starts.Add(indices.Count);
            (y[i], w[i]) = (random.NextDouble() < 1 / (1 + Math.Exp(-eta)) ? 1 : 0, 0.5 + random.NextDouble());
        }
        Column[] others = withOthers ? [new NumericColumn("a", Enumerable.Range(0, Rows).Select(_ => 50 + random.NextNormal()).ToArray()), CategoricalColumn.FromTexts("f", Enumerable.Range(0, Rows).Select(i => "pqr"[i * 7 % 3].ToString()))] : [];
        Column[] both = [new NumericColumn("y", y), new NumericColumn("w", w), .. others];
        return (new Table([.. both, new SparseColumn("x", Width + emptyColumns, starts.ToArray(), indices.ToArray(), values.ToArray())]),
            new Table([.. both, .. columns.Select((column, j) => new NumericColumn($"x{j + 1}", column))]));
    }

    private static Table Wide(int rows, int width, int perRow, long seed)
    {
        var random = new SeededRandom(seed);
        var effects = Enumerable.Range(0, width).Select(_ => 2 * random.NextNormal()).ToArray();
        var (starts, indices, values, y) = (new List<long> { 0 }, new List<int>(), new List<double>(), new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            var eta = 0.0;
            foreach (var j in Enumerable.Range(0, perRow).Select(_ => (int)(width * Math.Pow(random.NextDouble(), 2))).Distinct().Order())
            {
                indices.Add(j);
                values.Add(random.NextDouble());
                eta += values[^1] * effects[j];
            }
            starts.Add(indices.Count);
            y[i] = random.NextDouble() < 1 / (1 + Math.Exp(-eta)) ? 1 : 0;
        }
        return new Table([new NumericColumn("y", y), new SparseColumn("x", width, starts.ToArray(), indices.ToArray(), values.ToArray())]);
    }
}
