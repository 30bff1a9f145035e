using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Tests.Datafits;

/// <summary>Softmax and cumulative logit: extremes, and derivatives against differences.</summary>
public class ClassDatafitTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1e6, -1e6, 0)]
    [InlineData(-1e6, -1e6, -1e6)]
    [InlineData(1e6, 1e6, 1e6)]
    [InlineData(709, 745, -745)]
    [InlineData(1e-300, -1e-300, 37)]
    [InlineData(1e300, -1e300, 5)]
    public void Probabilities_sum_to_1_and_stay_finite(double a, double b, double c)
    {
        // More rows than lanes, so that both the lanes and the rows behind them are met.
        const int n = 21;
        double[] eta = [.. Enumerable.Repeat(a, n), .. Enumerable.Repeat(b, n), .. Enumerable.Repeat(c, n)];
        double[] y = [.. Enumerable.Range(0, n).Select(i => (double)(i % 3))];
        var (mu, residual) = (new double[3 * n], new double[3 * n]);
        var loss = Softmax.Evaluate(3, y, default, eta, mu, residual);
        Assert.True(double.IsFinite(loss) && loss >= 0);
        for (var i = 0; i < n; i++)
        {
            Near.Absolute(1, mu[i] + mu[n + i] + mu[2 * n + i], 1e-15);
            Near.Absolute(0, residual[i] + residual[n + i] + residual[2 * n + i], 1e-15);
            var largest = Math.Max(a, Math.Max(b, c));
            Near.Absolute(Math.Exp(a - largest) / (Math.Exp(a - largest) + Math.Exp(b - largest) + Math.Exp(c - largest)), mu[i], 1e-15);
        }
        var only = new double[3 * n];
        Softmax.Probabilities(3, eta, only);
        Assert.Equal(mu, only);
    }

    [Fact]
    public void The_loss_of_a_row_that_fits_keeps_its_digits()
    {
        var (mu, residual) = (new double[2], new double[2]);
        var loss = Softmax.Evaluate(2, [0], default, [50, 0], mu, residual);
        Near.Relative(Logistic.Loss(1, 50), loss, 1e-14);
        Near.Relative(-Logistic.Probability(-50), residual[0], 1e-14);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-3)]
    [InlineData(0.7)]
    [InlineData(30)]
    [InlineData(800)]
    public void The_term_of_a_distance_has_its_digits(double distance)
    {
        var (loss, slope, bend) = CumulativeLogit.Distance(distance);
        // By the series of 1 − e^(−δ) where it is short, else as it stands.
        var rest = distance < 1e-2 ? distance * (1 - distance / 2 * (1 - distance / 3 * (1 - distance / 4 * (1 - distance / 5)))) : 1 - Math.Exp(-distance);
        Near.Absolute(-Math.Log(rest), loss, 1e-12 * (1 + Math.Abs(loss)));
        Near.Relative(-Math.Exp(-distance) / rest, slope, 1e-11);
        Near.Relative(Math.Exp(-distance) / rest / rest, bend, 1e-10);
        Assert.Equal(double.PositiveInfinity, CumulativeLogit.Distance(-distance).Loss);
        Near.Relative(Logistic.Probability(1 + distance) - Logistic.Probability(1), CumulativeLogit.Probability(1 + distance, 1), distance < 1e-2 ? 1e-6 : 1e-13);
    }

    [Theory]
    [InlineData("reference")]
    [InlineData("symmetric")]
    [InlineData("without intercept")]
    [InlineData("ordinal")]
    [InlineData("not parallel")]
    [InlineData("partly parallel")]
    public void Gradient_and_Hessian_are_those_of_differences(string kind)
    {
        const int n = 700, p = 3, classes = 4;
        var random = new Random(3);
        var columns = Enumerable.Range(0, p).Select(_ => (ReadOnlyMemory<double>)Enumerable.Range(0, n).Select(_ => random.NextDouble() + 1).ToArray()).ToArray();
        double[] y = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(classes))], weights = [.. Enumerable.Range(0, n).Select(i => (double)(i % 3))];
        double[] offsets = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        var design = new DenseDesign<double>(n, columns);
        var scale = new Standardization(kind == "without intercept" ? [0, 0, 0] : [1.5, 1.4, 1.6], [0.5, 2, 1]);
        var (response, moved) = (new Response(y, weights), new Response(y, weights, offsets));
        ICurvedObjective objective = kind switch
        {
            "reference" => new MultinomialObjective(design, response, classes, isSymmetric: false, scale),
            "symmetric" => new MultinomialObjective(design, response, classes, isSymmetric: true, scale),
            "without intercept" => new MultinomialObjective(design, response, classes, isSymmetric: true, scale, hasIntercept: false),
            "ordinal" => new OrdinalObjective(design, moved, classes, scale),
            "not parallel" => new NonParallelObjective(design, moved, classes, [0, 1, 2], scale, 0),
            _ => new NonParallelObjective(design, moved, classes, [1], scale, 0),
        };
        var d = objective.Dimension;
        double[] beta = [.. Enumerable.Range(0, d).Select(_ => 0.1 * random.NextDouble())];
        // Thresholds that ascend; those of the ordinal objective are measured from ones that do.
        if (objective is NonParallelObjective)
            for (var k = 0; k < classes - 1; k++) beta[objective.Slopes + k] = k - 1;
        if (kind == "without intercept") Array.Clear(beta, objective.Slopes, classes);
        var (gradient, hessian, bare) = (new double[d], new double[PackedSymmetric.Length(d)], new double[d]);
        var value = objective.Evaluate(beta, gradient, hessian);
        Near.Relative(value, objective.Evaluate(beta, bare), 1e-14);
        for (var j = 0; j < d; j++) Near.Absolute(gradient[j], bare[j], 1e-15);
        var (up, down) = (new double[d], new double[d]);
        for (var j = 0; j < d; j++)
        {
            const double h = 1e-5;
            var there = beta.ToArray();
            there[j] += h;
            var above = objective.Evaluate(there, up);
            there[j] -= 2 * h;
            var below = objective.Evaluate(there, down);
            if (kind == "without intercept" && j >= objective.Slopes) continue;
            Near.Absolute((above - below) / (2 * h), gradient[j], 1e-9, $"gradient {j}");
            for (var i = 0; i < d; i++)
                if (kind != "without intercept" || i < objective.Slopes) Near.Absolute((up[i] - down[i]) / (2 * h), hessian[PackedSymmetric.Index(i, j)], 1e-8, $"Hessian {i}, {j}");
        }
        if (objective is not IBlockObjective blocks) return;
        var own = blocks.EvaluateBlocks(beta);
        for (var v = 0; v < own.Length; v++)
            for (var i = 0; i <= p; i++)
                for (var j = 0; j <= i; j++) Near.Absolute(hessian[PackedSymmetric.Index(blocks.Blocks[v][i], blocks.Blocks[v][j])], own[v][PackedSymmetric.Index(i, j)], 1e-14);
    }

    [Fact]
    public void Thresholds_out_of_order_have_no_probability()
    {
        var design = new DenseDesign<double>(4, []);
        var objective = new OrdinalObjective(design, new Response(new double[] { 0, 1, 1, 2 }), 3);
        Assert.Equal(double.PositiveInfinity, objective.Evaluate([3, -3], new double[2]));
        Near.Relative((2 * Math.Log(4) + 2 * Math.Log(2)) / 4, objective.Evaluate([0, 0], new double[2]), 1e-14);
    }
}
