using LogOdds.Numerics;
using LogOdds.Penalties;

namespace LogOdds.Tests.Penalties;

/// <summary>Penalties against their definitions, by search.</summary>
public class ProximalPenaltyTests
{
    private static readonly double Infinity = double.PositiveInfinity;

    /// <summary>Penalties of six coefficients, with all that columns can say.</summary>
    private static IEnumerable<IProximalPenalty> Penalties()
    {
        var plain = new PenalizedColumns(6);
        var rich = plain with
        {
            Stated = [1, 2, 0.5, 1, 3, 1],
            Fitted = [1, 1, 2, 0.25, 3, 1],
            Factors = [1, 0, 2, 1, 0.5, 1],
            Targets = [0, 0, 0.3, -0.2, 0.1, 5],
            Lower = [0, -0.1, -Infinity, -1, -0.5, -1],
            Upper = [Infinity, 0.2, Infinity, 1, 0.5, 1],
        };
        foreach (var ratio in new[] { 0, 0.4, 1 })
        {
            yield return new ElasticNet(0.3, ratio).On(plain);
            yield return new ElasticNet(0.3, ratio).On(rich);
            yield return new GroupLasso(0.3, ratio).On(plain with { Terms = [0, 1, 1, 2, 2, 2], Factors = [1, 1, 1, 0.5, 0.5, 0.5] });
        }
    }

    [Fact]
    public void Prox_is_the_minimum()
    {
        var random = new SeededRandom(1);
        foreach (var penalty in Penalties())
            for (var trial = 0; trial < 50; trial++)
            {
                var curvature = Math.Exp(random.NextNormal());
                foreach (var (number, block) in Blocks(penalty).Index())
                {
                    var from = block.Select(_ => random.NextNormal()).ToArray();
                    var at = from.ToArray();
                    penalty.Prox(number, curvature, at);
                    var best = Value(at);
                    for (var probe = 0; probe < 40; probe++)
                    {
                        var other = at.Select(x => x + Math.Pow(10, -random.NextInt(6)) * random.NextNormal()).ToArray();
                        penalty.Project(number, other);
                        Assert.True(Value(other) >= best - 1e-12);
                    }

                    double Value(double[] x)
                    {
                        var all = Whole(penalty, block, x);
                        return 0.5 * curvature * x.Zip(from, (a, b) => (a - b) * (a - b)).Sum() + penalty.Value(all);
                    }
                }
            }
    }

    [Fact]
    public void The_gap_bounds_what_is_left_to_gain()
    {
        // Of the quadratic ½‖x − c‖² + P, whose minimum is the prox, and whose least value is known.
        var random = new SeededRandom(2);
        foreach (var penalty in Penalties())
            for (var trial = 0; trial < 100; trial++)
            {
                var center = Enumerable.Range(0, 6).Select(_ => 2 * random.NextNormal()).ToArray();
                var best = center.ToArray();
                var blocks = Blocks(penalty);
                for (var block = 0; block < blocks.Length; block++)
                {
                    var own = Array.ConvertAll(blocks[block], j => best[j]);
                    penalty.Prox(block, 1, own);
                    for (var k = 0; k < own.Length; k++) best[blocks[block][k]] = own[k];
                }
                var (b, away) = (new double[6], Math.Pow(10, -random.NextInt(8)));
                for (var j = 0; j < 6; j++) b[j] = best[j] + away * random.NextNormal();
                for (var block = 0; block < blocks.Length; block++)
                {
                    var own = Array.ConvertAll(blocks[block], j => b[j]);
                    penalty.Project(block, own);
                    for (var k = 0; k < own.Length; k++) b[blocks[block][k]] = own[k];
                }
                var gap = penalty.Gap(b, Gradient(b, center), Objective(b));
                Assert.True(gap >= Objective(b) - Objective(best) - 1e-13, $"{penalty.Name} α {penalty.L1Ratio}: gap {gap}, true {Objective(b) - Objective(best)}");
                var none = penalty.Gap(best, Gradient(best, center), Objective(best));
                Assert.InRange(none, 0, 1e-12);
                var least = Gradient(best, center);
                penalty.ToLeastSubgradient(best, least);
                Assert.True(VectorKernels.MaxAbs(least) < 1e-12);

                double Objective(double[] x) => 0.5 * x.Zip(center, (p, q) => (p - q) * (p - q)).Sum() + penalty.Value(x);
            }

        static double[] Gradient(double[] x, double[] center) => [.. x.Zip(center, (p, q) => p - q)];
    }

    [Fact]
    public void A_block_stays_at_rest_up_to_the_critical_strength()
    {
        var random = new SeededRandom(3);
        foreach (var penalty in Penalties().Where(penalty => penalty.L1Ratio > 0))
        {
            var gradient = Enumerable.Range(0, 6).Select(_ => random.NextNormal()).ToArray();
            var critical = penalty.CriticalLambda(gradient);
            Assert.True(AllRest(penalty.WithLambda(critical * 1.0000001)));
            Assert.False(AllRest(penalty.WithLambda(critical * 0.9999)));

            bool AllRest(IProximalPenalty strong)
            {
                var blocks = Blocks(strong);
                return Enumerable.Range(0, blocks.Length).All(block => strong.IsFree(block) || strong.StaysAtRest(block, Array.ConvertAll(blocks[block], j => gradient[j])));
            }
        }
    }

    [Fact]
    public void Some_of_the_coefficients_are_penalised_as_among_all()
    {
        var b = new[] { 0.3, 0.1, 0.7, -0.2, 0.4, 0.9 };
        foreach (var penalty in Penalties())
        {
            int[] some = [1, 2, 3, 4, 5], others = [0];
            var part = penalty.Of(some).Value(some.Select(j => b[j]).ToArray()) + penalty.Of(others).Value([b[0]]);
            Near.Relative(penalty.Value(b), part, 1e-14);
        }
    }

    [Fact]
    public void Curvature_is_the_derivative_of_the_subgradient()
    {
        var b = new[] { 0.3, 0.1, 0.7, -0.3, 0.4, 0.9 };
        foreach (var penalty in Penalties())
            foreach (var (block, own) in Blocks(penalty).Select((own, block) => (block, own)))
            {
                var values = Array.ConvertAll(own, j => b[j]);
                if (!penalty.IsSmoothAt(block, values)) continue;
                var packed = new double[PackedSymmetric.Length(own.Length)];
                penalty.AddCurvature(block, values, packed);
                for (var k = 0; k < own.Length; k++)
                {
                    const double step = 1e-6;
                    var (up, down) = (Slope(step), Slope(-step));
                    for (var l = 0; l < own.Length; l++) Near.Absolute(packed[PackedSymmetric.Index(k, l)], (up[own[l]] - down[own[l]]) / (2 * step), 1e-6, penalty.Name);

                    double[] Slope(double change)
                    {
                        var (moved, least) = (b.ToArray(), new double[6]);
                        moved[own[k]] += change;
                        penalty.ToLeastSubgradient(moved, least);
                        return least;
                    }
                }
            }
    }

    [Fact]
    public void Strengths_and_shares_out_of_range_are_refused()
    {
        foreach (var lambda in new[] { -1, double.NaN, Infinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticNet(lambda, 0.5));
            Assert.Throws<ArgumentOutOfRangeException>(() => new GroupLasso(lambda));
            Assert.Throws<ArgumentOutOfRangeException>(() => new Ridge(lambda));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new ElasticNet(1, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GroupLasso(1, -0.1));
        Assert.Throws<ArgumentException>(() => new GroupLasso(1).On(new PenalizedColumns(1) { Lower = [0] }));
        Assert.Throws<ArgumentException>(() => new Ridge(1).On(new PenalizedColumns(1) { Upper = [0] }));
    }

    private static int[][] Blocks(IProximalPenalty penalty) => penalty.Blocks.Count > 0 ? [.. penalty.Blocks] : [.. Enumerable.Range(0, 6).Select(j => new[] { j })];

    private static double[] Whole(IProximalPenalty penalty, int[] block, double[] values)
    {
        // The other coefficients stand where they cost nothing or the same.
        var all = new double[6];
        var rest = new double[6];
        foreach (var (own, number) in Blocks(penalty).Select((own, number) => (own, number)))
        {
            var at = rest.AsSpan(0, own.Length);
            penalty.Rest(number, at);
            for (var k = 0; k < own.Length; k++) all[own[k]] = at[k];
        }
        for (var k = 0; k < block.Length; k++) all[block[k]] = values[k];
        return all;
    }
}
