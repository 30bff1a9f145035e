using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Tests.Design;

/// <summary>Single columns and some of the columns of a design are those of the whole.</summary>
public class ColumnDesignTests
{
    private const int Rows = 77;

    [Fact]
    public void Columns_of_doubles_floats_and_factors_are_those_of_the_whole()
    {
        var random = new SeededRandom(3);
        double[] Numbers() => [.. Enumerable.Range(0, Rows).Select(_ => 100 + random.NextNormal())];
        int[] Codes(int levels) => [.. Enumerable.Range(0, Rows).Select(_ => random.NextInt(levels))];
        double[][] x = [.. Enumerable.Range(0, 7).Select(_ => Numbers())];
        double[] origins = [.. Enumerable.Range(0, 7).Select(j => 99.0 + j)];
        Same(new DenseDesign<double>(Rows, [.. x.Select(column => (ReadOnlyMemory<double>)column)], origins));
        Same(new DenseDesign<float>(Rows, [.. x.Select(column => (ReadOnlyMemory<float>)Array.ConvertAll(column, value => (float)value))], origins));
        // Two factors about three columns of numbers; of each, a level has no column.
        Same(new MixedDesign(Rows, 8, [.. x.Take(3).Select(column => (ReadOnlyMemory<double>)column)], [98.0, 99, 101], [0, 3, 7],
            [new FactorBlock(Codes(3), [9, 8, 1, 2]), new FactorBlock(Codes(4), [9, 4, 8, 5, 6])]));
    }

    private static void Same(IColumnDesign design)
    {
        var all = new RowBlock(0, Rows);
        var random = new SeededRandom(4);
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
        var (residual, gradient) = (Numbers(Rows), new double[design.Columns]);
        design.AddTransposed(all, residual, gradient);
        for (var j = 0; j < design.Columns; j++)
        {
            Near.Absolute(gradient[j], design.Dot(j, residual), 1e-12);
            var (column, sum) = (design.Column(j), Numbers(Rows));
            var expected = sum.Zip(column, (r, value) => r - 0.3 * value).ToArray();
            design.AddColumn(j, -0.3, sum);
            for (var i = 0; i < Rows; i++) Near.Absolute(expected[i], sum[i], 1e-13);
        }
        SameForSeveral(design, Numbers(3 * design.Columns), Numbers(3 * Rows));
        int[][] choices = [[0], [design.Columns - 1, 0, 4], [5, 2, 6, 1, 3], [.. Enumerable.Range(0, design.Columns)], []];
        foreach (var chosen in choices)
        {
            var some = design.Select(chosen);
            Assert.Equal((Rows, chosen.Length), (some.Rows, some.Columns));
            for (var k = 0; k < chosen.Length; k++) Assert.Equal(design.Column(chosen[k]), some.Column(k));
            var (whole, part, weights) = (new double[PackedSymmetric.Length(design.Columns)], new double[PackedSymmetric.Length(chosen.Length)], Numbers(Rows));
            design.AddSandwich(all, weights, whole);
            some.AddSandwich(all, weights, part);
            for (var k = 0; k < chosen.Length; k++)
                for (var l = 0; l <= k; l++)
                    Near.Absolute(whole[PackedSymmetric.Index(chosen[k], chosen[l])], part[PackedSymmetric.Index(k, l)], 1e-10);
        }
    }

    /// <summary>Several vectors at a time, one way, back, and there and back, are each alone.</summary>
    private static void SameForSeveral(IDesign design, double[] betas, double[] residuals)
    {
        var (block, p) = (new RowBlock(5, Rows - 9), design.Columns);
        var n = block.Count;
        var (etas, gradients, seen, back) = (new double[3 * n], new double[3 * p], new double[3 * n], new double[3 * p]);
        design.MultiplyMany(block, 3, betas, etas);
        design.AddTransposedMany(block, 3, residuals.AsSpan(0, 3 * n), gradients);
        design.ThereAndBack(block, 3, betas, (part, own, answers) =>
        {
            for (var k = 0; k < 3; k++)
            {
                own.Slice(k * part.Count, part.Count).CopyTo(seen.AsSpan(k * n + part.Start - block.Start));
                residuals.AsSpan(k * n + part.Start - block.Start, part.Count).CopyTo(answers[(k * part.Count)..]);
            }
        }, back);
        for (var k = 0; k < 3; k++)
        {
            var (eta, gradient) = (new double[n], new double[p]);
            design.Multiply(block, betas.AsSpan(k * p, p), eta);
            design.AddTransposed(block, residuals.AsSpan(k * n, n), gradient);
            for (var i = 0; i < n; i++)
            {
                Near.Absolute(eta[i], etas[k * n + i], 1e-12);
                Near.Absolute(eta[i], seen[k * n + i], 1e-12);
            }
            for (var j = 0; j < p; j++)
            {
                Near.Absolute(gradient[j], gradients[k * p + j], 1e-11);
                Near.Absolute(gradient[j], back[k * p + j], 1e-11);
            }
        }
    }
}
