using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;

namespace LogOdds.Tests.Numerics;

/// <summary>Every kernel in lanes of every width against the scalar lane, at every length of the rest; widths the hardware lacks are emulated.</summary>
public class LanesTests
{
    private static readonly int[] Lengths = [0, 1, 2, 3, 5, 8, 13, 16, 31, 64, 100, 257];

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Columns_are_combined_and_multiplied_back_as_by_the_scalar_lane(int width)
    {
        foreach (var rows in Lengths)
            for (var columns = 1; columns <= 9; columns++)
            {
                Same<double>(rows, columns, width, x => x);
                Same<float>(rows, columns, width, x => (float)x);
            }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void The_logistic_datafit_is_that_of_the_scalar_lane(int width)
    {
        foreach (var rows in Lengths)
            foreach (var scale in new[] { 1.0, 50, 800 })
            {
                var (eta, y) = (Numbers(rows, 1, scale), Numbers(rows, 2, 1).Select(v => v > 0 ? 1.0 : 0).ToArray());
                if (rows > 7) (eta[3], eta[4], eta[5], eta[6]) = (double.PositiveInfinity, double.NegativeInfinity, 0, -0.0);
                foreach (var weights in new[] { [], Numbers(rows, 3, 1).Select(Math.Abs).ToArray() })
                {
                    var expected = Logistic.Rows(y, weights, eta);
                    var actual = Logistic.Rows(y, weights, eta);
                    expected.Run<ScalarLane>();
                    Run(width, ref actual);
                    Near.Relative(expected.Loss, actual.Loss, 1e-13);
                    for (var i = 0; i < rows; i++)
                    {
                        Near.Relative(expected.Residual[i], actual.Residual[i], 1e-14);
                        Near.Relative(expected.Curvature[i], actual.Curvature[i], 1e-14);
                    }
                }
            }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Moments_are_those_of_the_scalar_lane(int width)
    {
        foreach (var rows in Lengths)
            foreach (var weights in new[] { [], Numbers(rows, 3, 1).Select(w => w > 0 ? w : 0).ToArray() })
            {
                var x = Numbers(rows, 4, 3);
                var expected = new MomentsKernel { X = x, Weights = weights };
                var actual = new MomentsKernel { X = x, Weights = weights };
                expected.Run<ScalarLane>();
                Run(width, ref actual);
                Near.Absolute(expected.Mean, actual.Mean, 1e-13);
                Near.Absolute(expected.SumOfSquares, actual.SumOfSquares, 1e-11);
                Assert.Equal((expected.Least, expected.Largest), (actual.Least, actual.Largest));
            }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Weighted_products_of_columns_are_those_of_the_scalar_lane(int width)
    {
        foreach (var rows in Lengths)
            foreach (var columns in new[] { 1, 3, 4, 5, 17, 22 })
            {
                var padded = (columns + 3) / 4 * 4;
                var (a, b) = (Numbers(padded * rows, 5, 1), Numbers(padded * rows, 6, 1));
                var (expected, actual) = (Numbers(PackedSymmetric.Length(columns), 7, 1), Numbers(PackedSymmetric.Length(columns), 7, 1));
                var scalar = new SandwichKernel { ColumnCount = columns, Rows = rows, Stride = rows, Columns = a, Weighted = b, PackedHessian = expected };
                var wide = new SandwichKernel { ColumnCount = columns, Rows = rows, Stride = rows, Columns = a, Weighted = b, PackedHessian = actual };
                scalar.Run<ScalarLane>();
                Run(width, ref wide);
                for (var i = 0; i < expected.Length; i++) Near.Absolute(expected[i], actual[i], 1e-12);
            }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Several_vectors_are_combined_and_multiplied_back_as_by_the_scalar_lane(int width)
    {
        foreach (var rows in Lengths)
            foreach (var (columns, count) in new[] { (1, 1), (3, 4), (4, 5), (7, 8), (17, 9) })
            {
                SameMany<double>(rows, columns, count, width, x => x);
                SameMany<float>(rows, columns, count, width, x => (float)x);
            }
    }

    private static void SameMany<TElement>(int rows, int columns, int count, int width, Func<double, TElement> store) where TElement : unmanaged
    {
        var x = Enumerable.Range(0, columns).Select(j => (ReadOnlyMemory<TElement>)Numbers(rows + 3, 10 + j, 2).Select(store).ToArray()).ToArray();
        double[] origins = [.. Numbers(columns, 30, 1), 0, 0, 0];
        var length = Panel.Count(rows) * Panel.Length(columns);
        var (panels, otherPanels) = (Numbers(length, 31, 1), Numbers(length, 32, 1));
        var packing = new PanelKernel<TElement> { Columns = x, Origins = origins, Start = 2, Rows = rows, Panels = panels };
        var widePacking = new PanelKernel<TElement> { Columns = x, Origins = origins, Start = 2, Rows = rows, Panels = otherPanels };
        packing.Run<ScalarLane>();
        Run(width, ref widePacking);
        Assert.Equal(panels, otherPanels);

        var betas = Numbers(columns * count, 33, 1);
        for (var k = 0; k < betas.Length; k += 3) betas[k] = 0;
        var plan = new CombinationPlan(columns, count, betas);
        var (etas, otherEtas) = (new double[rows * count], new double[rows * count]);
        var combined = Combinations(plan, panels, betas, rows, count, etas);
        var wideCombined = Combinations(plan, panels, betas, rows, count, otherEtas);
        combined.Run<ScalarLane>();
        Run(width, ref wideCombined);
        for (var i = 0; i < etas.Length; i++) Near.Absolute(etas[i], otherEtas[i], 1e-13);

        // The same with the columns where they lie.
        var (lain, otherLain) = (new double[rows * count], new double[rows * count]);
        var there = new CombinationManyKernel<TElement> { Columns = x, Start = 2, Origins = origins, Rows = rows, Betas = betas, Count = count, Etas = lain };
        var wideThere = new CombinationManyKernel<TElement> { Columns = x, Start = 2, Origins = origins, Rows = rows, Betas = betas, Count = count, Etas = otherLain };
        there.Run<ScalarLane>();
        Run(width, ref wideThere);
        for (var i = 0; i < lain.Length; i++)
        {
            Near.Absolute(lain[i], otherLain[i], 1e-13);
            Near.Absolute(etas[i], lain[i], 1e-13);
        }

        var (gradients, otherGradients, residuals) = (Numbers(columns * count, 35, 1), Numbers(columns * count, 35, 1), Numbers(rows * count, 37, 1));
        var back = new ProductsKernel { Panels = panels, ColumnCount = columns, Rows = rows, Residuals = residuals, Count = count, Gradients = gradients };
        var wideBack = new ProductsKernel { Panels = panels, ColumnCount = columns, Rows = rows, Residuals = residuals, Count = count, Gradients = otherGradients };
        back.Run<ScalarLane>();
        Run(width, ref wideBack);
        for (var i = 0; i < gradients.Length; i++) Near.Absolute(gradients[i], otherGradients[i], 1e-12);

        var (direct, wideDirect) = (Numbers(columns * count, 35, 1), Numbers(columns * count, 35, 1));
        var lying = new TransposedManyKernel<TElement> { Columns = x, Start = 2, Origins = origins, Rows = rows, Residuals = residuals, Count = count, Gradients = direct };
        var wideLying = new TransposedManyKernel<TElement> { Columns = x, Start = 2, Origins = origins, Rows = rows, Residuals = residuals, Count = count, Gradients = wideDirect };
        lying.Run<ScalarLane>();
        Run(width, ref wideLying);
        for (var i = 0; i < direct.Length; i++)
        {
            Near.Absolute(direct[i], wideDirect[i], 1e-12);
            Near.Absolute(gradients[i], direct[i], 1e-12);
        }
    }

    private static CombinationsKernel Combinations(CombinationPlan plan, double[] panels, double[] betas, int rows, int count, double[] etas) => new()
    {
        Panels = panels,
        Rows = rows,
        Needed = plan.Columns.Span,
        Ends = plan.Ends,
        Betas = betas,
        Columns = betas.Length / count,
        Count = count,
        Etas = etas,
    };

    private static void Same<TElement>(int rows, int columns, int width, Func<double, TElement> store) where TElement : unmanaged
    {
        var x = Enumerable.Range(0, columns).Select(j => (ReadOnlyMemory<TElement>)Numbers(rows + 3, 10 + j, 2).Select(store).ToArray()).ToArray();
        var (origins, beta) = (Numbers(12, 30, 1), Numbers(columns, 31, 1));
        var (eta, other) = (Numbers(rows, 32, 1), Numbers(rows, 32, 1));
        var combined = new CombinationKernel<TElement> { Columns = x, Start = 2, Origins = origins, Coefficients = beta, Eta = eta };
        var wide = new CombinationKernel<TElement> { Columns = x, Start = 2, Origins = origins, Coefficients = beta, Eta = other };
        combined.Run<ScalarLane>();
        Run(width, ref wide);
        for (var i = 0; i < rows; i++) Near.Absolute(eta[i], other[i], 1e-13);

        var (gradient, otherGradient, residual) = (new double[columns], new double[columns], Numbers(rows, 33, 1));
        var back = new TransposedKernel<TElement> { Columns = x, Start = 1, Origins = origins, Residual = residual, Gradient = gradient };
        var wideBack = new TransposedKernel<TElement> { Columns = x, Start = 1, Origins = origins, Residual = residual, Gradient = otherGradient };
        back.Run<ScalarLane>();
        Run(width, ref wideBack);
        for (var j = 0; j < columns; j++) Near.Absolute(gradient[j], otherGradient[j], 1e-12);

        var column = x[0].Span.Slice(1, rows);
        var dot = new ColumnDotKernel<TElement> { X = column, Origin = 0.7, Rows = residual };
        var wideDot = new ColumnDotKernel<TElement> { X = column, Origin = 0.7, Rows = residual };
        dot.Run<ScalarLane>();
        Run(width, ref wideDot);
        Near.Absolute(dot.Sum, wideDot.Sum, 1e-12);
        var (sum, otherSum) = (Numbers(rows, 34, 1), Numbers(rows, 34, 1));
        var add = new AddColumnKernel<TElement> { X = column, Origin = 0.7, Factor = -1.3, Rows = sum };
        var wideAdd = new AddColumnKernel<TElement> { X = column, Origin = 0.7, Factor = -1.3, Rows = otherSum };
        add.Run<ScalarLane>();
        Run(width, ref wideAdd);
        for (var i = 0; i < rows; i++) Near.Absolute(sum[i], otherSum[i], 1e-14);
    }

    private static void Run<TKernel>(int width, ref TKernel kernel) where TKernel : struct, IKernel, allows ref struct
    {
        switch (width)
        {
            case 128: kernel.Run<Lanes128>(); break;
            case 256: kernel.Run<Lanes256>(); break;
            default: kernel.Run<Lanes512>(); break;
        }
    }

    private static double[] Numbers(int count, int seed, double scale)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => scale * random.NextNormal())];
    }
}
