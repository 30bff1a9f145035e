using FsCheck;
using FsCheck.Fluent;
using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Tests.Numerics;

/// <summary>Kernels and factorisations against the plainest code there is, on random input from a fixed seed.</summary>
public class KernelTests
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(2026, 1121);

    [Fact]
    public void Kernels_equal_loops_at_every_length() => Check(Gen.Choose(0, 200).SelectMany(n => Vectors(n, 2)), v =>
    {
        var (a, b) = (v[0], v[1]);
        var (sum, added, product) = (new double[a.Length], a.ToArray(), new double[a.Length]);
        VectorKernels.AddScaled(added, 0.5, b);
        VectorKernels.Multiply(a, b, product);
        var dot = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += a[i] * b[i];
            sum[i] = a[i] + 0.5 * b[i];
            Assert.Equal(a[i] * b[i], product[i]);
            Near.Absolute(sum[i], added[i], 1e-15 * (Math.Abs(a[i]) + Math.Abs(b[i])));
        }
        Near.Absolute(dot, VectorKernels.Dot(a, b), 1e-14 * a.Zip(b, (x, y) => Math.Abs(x * y)).Sum());
    });

    [Fact]
    public void Kernels_of_conjugate_gradients_equal_loops_at_every_length() => Check(Gen.Choose(0, 200).SelectMany(n => Vectors(n, 3)), v =>
    {
        var (a, b, d) = (v[0], v[1], v[2]);
        var (turned, quotient) = (a.ToArray(), new double[a.Length]);
        VectorKernels.ScaleAndAdd(turned, 0.5, b, d);
        VectorKernels.Divide(a, b, quotient);
        var (squares, sizes, largest) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            squares += d[i] * a[i] * a[i];
            sizes += Math.Abs(d[i] * a[i] * a[i]);
            largest = Math.Max(largest, Math.Abs(a[i]));
            Assert.Equal(a[i] / b[i], quotient[i]);
            Near.Absolute(0.5 * a[i] + b[i] * d[i], turned[i], 1e-15 * (Math.Abs(a[i]) + Math.Abs(b[i] * d[i])));
        }
        Near.Absolute(squares, VectorKernels.SumOfSquares(a, d), 1e-14 * sizes);
        Assert.Equal(largest, VectorKernels.MaxAbs(a));
    });

    [Fact]
    public void The_largest_entry_of_a_vector_with_a_NaN_is_NaN()
    {
        for (var length = 1; length < 40; length++)
            for (var place = 0; place < length; place++)
            {
                var vector = Enumerable.Range(0, length).Select(i => i == place ? double.NaN : i).ToArray();
                Assert.True(double.IsNaN(VectorKernels.MaxAbs(vector)));
            }
    }

    [Fact]
    public void Columns_of_a_sparse_matrix_are_selected_and_transposed_as_those_of_a_dense_one()
    {
        // Large enough for several parts, of which the last columns have no entry.
        var random = new SeededRandom(12);
        var (rows, width, perRow) = (9000, 500, 40);
        var dense = new double[rows, width];
        var (starts, indices, values) = (new long[rows + 1], new List<int>(), new List<double>());
        for (var i = 0; i < rows; i++)
        {
            foreach (var j in Enumerable.Range(0, perRow).Select(_ => (int)(random.NextDouble() * (width - 3))).Distinct().Order())
            {
                indices.Add(j);
                values.Add(dense[i, j] = random.NextNormal());
            }
            starts[i + 1] = indices.Count;
        }
        var matrix = new SparseMatrix(width, starts, indices.ToArray(), values.ToArray());
        RequireSame(matrix.Transposed, (i, j) => dense[j, i]);
        int[] ascending = [0, 3, 4, 77, 400, 499], mixed = [400, 3, 499, 0];
        RequireSame(matrix.SelectColumns(ascending), (i, j) => dense[i, ascending[j]]);
        RequireSame(matrix.SelectColumns(mixed), (i, j) => dense[i, mixed[j]]);
        RequireSame(matrix.SelectColumns([]), (_, _) => 0);

        static void RequireSame(SparseMatrix matrix, Func<int, int, double> entry)
        {
            for (var i = 0; i < matrix.Rows; i++)
            {
                var row = new double[matrix.Columns];
                var (own, numbers) = matrix.Row(i);
                for (var k = 0; k < own.Length; k++) row[own.Span[k]] = numbers.Span[k];
                for (var j = 0; j < row.Length; j++) Assert.Equal(entry(i, j), row[j]);
            }
        }
    }

    [Fact]
    public void A_Cholesky_factor_solves_and_inverts() => Check(Gen.Choose(1, 12).SelectMany(n => Vectors(n, n + 4)), v =>
    {
        var n = v[0].Length;
        // The cross products of more vectors than dimensions, lifted from zero.
        var packed = new double[PackedSymmetric.Length(n)];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
                packed[PackedSymmetric.Index(i, j)] = v.Sum(x => x[i] * x[j]) + (i == j ? 0.1 : 0);
        var factor = PackedCholesky.TryFactor(n, packed);
        Assert.NotNull(factor);
        var solution = v[0].ToArray();
        factor.Solve(solution);
        var inverse = factor.Inverse();
        for (var i = 0; i < n; i++)
        {
            var back = Enumerable.Range(0, n).Sum(j => packed[PackedSymmetric.Index(i, j)] * solution[j]);
            Near.Absolute(v[0][i], back, 1e-6);
            for (var k = 0; k < n; k++)
                Near.Absolute(i == k ? 1 : 0, Enumerable.Range(0, n).Sum(j => packed[PackedSymmetric.Index(i, j)] * inverse[PackedSymmetric.Index(j, k)]), 1e-6);
        }
    });

    [Fact]
    public void A_matrix_that_is_not_positive_definite_has_no_factor()
    {
        Assert.Null(PackedCholesky.TryFactor(2, [1.0, 1, 1]));
        Assert.Null(PackedCholesky.TryFactor(2, [1.0, 2, 1]));
        Assert.Null(PackedCholesky.TryFactor(1, [double.NaN]));
        Assert.NotNull(PackedCholesky.TryFactor(0, []));
    }

    [Fact]
    public void A_dense_design_answers_any_block_as_the_matrix_does() => Check(
        Gen.Choose(1, 150).SelectMany(rows => Gen.Choose(0, 5).SelectMany(columns => Vectors(rows, columns + 1).SelectMany(v =>
            Gen.Choose(0, rows - 1).SelectMany(start => Gen.Choose(0, rows - start).Select(count => (v, columns, block: new RowBlock(start, count))))))), c =>
    {
        var rows = c.v[0].Length;
        var design = new DenseDesign<double>(rows, [.. c.v.Take(c.columns)], [.. Enumerable.Range(0, c.columns).Select(j => 0.5 * j)]);
        double X(int i, int j) => c.v[j][c.block.Start + i] - 0.5 * j;
        var beta = Enumerable.Range(0, c.columns).Select(j => 1.0 / (2 + j)).ToArray();
        var weights = c.v[c.columns].AsSpan(c.block.Start, c.block.Count).ToArray();
        var (eta, gradient, hessian) = (new double[c.block.Count], new double[c.columns], new double[PackedSymmetric.Length(c.columns)]);
        design.Multiply(c.block, beta, eta);
        design.AddTransposed(c.block, weights, gradient);
        design.AddSandwich(c.block, weights, hessian);
        for (var i = 0; i < c.block.Count; i++) Near.Absolute(Enumerable.Range(0, c.columns).Sum(j => X(i, j) * beta[j]), eta[i], 1e-10);
        for (var j = 0; j < c.columns; j++)
        {
            Near.Absolute(Enumerable.Range(0, c.block.Count).Sum(i => X(i, j) * weights[i]), gradient[j], 1e-8);
            for (var k = 0; k <= j; k++)
                Near.Absolute(Enumerable.Range(0, c.block.Count).Sum(i => X(i, j) * weights[i] * X(i, k)), hessian[PackedSymmetric.Index(j, k)], 1e-6);
        }
    });

    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(40, 5, 1)]
    [InlineData(700, 9, 4)]
    [InlineData(1100, 33, 7)]
    [InlineData(2600, 130, 13)]
    public void Several_vectors_are_multiplied_as_each_alone(int rows, int columns, int count)
    {
        var random = new SeededRandom(7);
        double[] Numbers(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextNormal())];
        var x = Enumerable.Range(0, columns).Select(_ => Numbers(rows)).ToArray();
        var origins = Numbers(columns);
        var block = new RowBlock(rows / 5, rows - rows / 4);
        var betas = Numbers(columns * count);
        // Sparse as on a path, with a vector and a column that are not there at all.
        for (var k = 0; k < betas.Length; k++)
            if (k / columns == 1 || k % columns == 0 || k % 3 > 0) betas[k] = 0;
        var residuals = Numbers(block.Count * count);
        foreach (var design in new IDesign[]
        {
            new DenseDesign<double>(rows, [.. x.Select(column => (ReadOnlyMemory<double>)column)], origins),
            new DenseDesign<float>(rows, [.. x.Select(column => (ReadOnlyMemory<float>)Array.ConvertAll(column, value => (float)value))], origins),
        })
        {
            var (etas, gradients) = (Numbers(block.Count * count), new double[columns * count]);
            design.MultiplyMany(block, count, betas, etas);
            design.AddTransposedMany(block, count, residuals, gradients);
            var (seen, back) = (new double[block.Count * count], new double[columns * count]);
            design.ThereAndBack(block, count, betas, (part, own, answers) =>
            {
                for (var k = 0; k < count; k++)
                {
                    own.Slice(k * part.Count, part.Count).CopyTo(seen.AsSpan(k * block.Count + part.Start - block.Start));
                    residuals.AsSpan(k * block.Count + part.Start - block.Start, part.Count).CopyTo(answers[(k * part.Count)..]);
                }
            }, back);
            for (var k = 0; k < count; k++)
            {
                var (eta, gradient, alone) = (new double[block.Count], new double[columns], new double[block.Count]);
                design.Multiply(block, betas.AsSpan(k * columns, columns), eta);
                design.AddTransposed(block, residuals.AsSpan(k * block.Count, block.Count), gradient);
                for (var i = 0; i < eta.Length; i++) Near.Absolute(eta[i], etas[k * block.Count + i], 1e-12);
                Assert.Equal(etas.AsSpan(k * block.Count, block.Count), seen.AsSpan(k * block.Count, block.Count));
                for (var j = 0; j < columns; j++)
                {
                    Near.Absolute(gradient[j], gradients[k * columns + j], 1e-11);
                    Near.Absolute(gradient[j], back[k * columns + j], 1e-11);
                }
                // The same bits whichever vectors stand beside it.
                design.MultiplyMany(block, 1, betas.AsSpan(k * columns, columns), alone);
                Assert.Equal(alone, etas.AsSpan(k * block.Count, block.Count).ToArray());
            }
        }
    }

    [Fact]
    public void Coefficients_go_to_the_data_scale_and_back() => Check(Gen.Choose(0, 6).SelectMany(p => Vectors(p + 1, 3)), v =>
    {
        var p = v[0].Length - 1;
        var map = new Standardization([.. v[1].Take(p)], [.. v[2].Take(p).Select(s => 0.1 + Math.Abs(s))]);
        var there = map.ToData(v[0]);
        var back = map.ToScaled(there);
        for (var j = 0; j <= p; j++) Near.Absolute(v[0][j], back[j], 1e-9);
        // The same log-odds from z with the one and from x with the other.
        var x = Enumerable.Range(0, p).Select(j => 0.3 * j - 1).ToArray();
        var fromData = there[p] + x.Select((value, j) => there[j] * value).Sum();
        var fromScaled = v[0][p] + x.Select((value, j) => v[0][j] * (value - map.Centers[j]) / map.Scales[j]).Sum();
        Near.Absolute(fromScaled, fromData, 1e-8);
    });

    [Fact]
    public void Log1p_keeps_its_digits_where_one_plus_x_does_not()
    {
        Assert.Equal(1e-20, StableMath.Log1p(1e-20));
        Assert.Equal(0, StableMath.Log1p(0));
        Near.Relative(9.9999999995e-11, StableMath.Log1p(1e-10), 1e-15);
        Assert.Equal(Math.Log(2), StableMath.Log1p(1));
        Assert.Equal(double.PositiveInfinity, StableMath.Log1p(double.PositiveInfinity));
        Assert.Equal(-1e-20, StableMath.Log1p(-1e-20));
        Assert.Equal(double.NegativeInfinity, StableMath.Log1p(-1));
    }

    [Fact]
    public void The_random_stream_is_the_same_forever()
    {
        var random = new SeededRandom(42);
        Assert.Equal([1546998764402558742UL, 6990951692964543102UL, 12544586762248559009UL], new[] { random.NextBits(), random.NextBits(), random.NextBits() });
        var draws = Enumerable.Range(0, 100_000).Select(_ => random.NextNormal()).ToArray();
        Near.Absolute(0, draws.Average(), 0.01);
        Near.Absolute(1, draws.Average(x => x * x), 0.02);
        var items = Enumerable.Range(0, 50).ToArray();
        random.Shuffle(items);
        Assert.Equal(Enumerable.Range(0, 50), items.Order());
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.NextInt(7), 0, 6));
    }

    private static Gen<double[][]> Vectors(int length, int count) =>
        Gen.Choose(-100_000, 100_000).Select(i => i / 10_000.0).ArrayOf(length).ArrayOf(count);

    private static void Check<T>(Gen<T> inputs, Action<T> law) => Prop.ForAll(inputs.ToArbitrary(), law).Check(Seeded);
}
