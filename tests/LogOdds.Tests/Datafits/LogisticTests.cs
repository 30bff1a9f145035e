using System.Globalization;
using LogOdds.Datafits;

namespace LogOdds.Tests.Datafits;

public class LogisticTests
{
    private static readonly Logistic Exact = new();

    // Two units in the last place of doubles, as a relative error; the smallest doubles have fewer digits.
    private const double Tolerance = 1e-15;
    private static readonly double Smallest = 2 * double.Epsilon;

    [Fact]
    public void Loss_gradient_and_curvature_equal_sixty_digit_arithmetic()
    {
        var lines = File.ReadAllLines(Repository.PathOf("tests", "LogOdds.Tests", "Datafits", "logistic-reference.csv")).Skip(1).ToArray();
        Assert.True(lines.Length > 200);
        foreach (var line in lines)
        {
            var v = line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
            var zero = Evaluate(0, v[0]);
            var one = Evaluate(1, v[0]);
            Same(v[1], zero.Loss, $"loss of 0 at {v[0]:R}");
            Same(v[2], one.Loss, $"loss of 1 at {v[0]:R}");
            Same(v[3], zero.Slope, $"gradient of 0 at {v[0]:R}");
            Same(v[4], one.Slope, $"gradient of 1 at {v[0]:R}");
            Same(v[5], one.Bend, $"curvature at {v[0]:R}");
            Same(v[3], Logistic.Probability(v[0]), $"probability at {v[0]:R}");
        }
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(double.MaxValue)]
    [InlineData(double.PositiveInfinity)]
    public void No_log_odds_however_large_give_NaN(double eta)
    {
        foreach (var y in new[] { 0.0, 1.0 })
        {
            foreach (var sign in new[] { -1, 1 })
            {
                var (loss, slope, bend) = Evaluate(y, sign * eta);
                Assert.False(double.IsNaN(loss) || double.IsNaN(slope) || double.IsNaN(bend));
                Assert.Equal(y == 1 == sign > 0 ? 0 : eta, loss);
                Assert.InRange(slope, -1, 1);
                Assert.Equal(0, bend);
            }
        }
    }

    [Fact]
    public void Like_log_odds_have_like_probabilities_wherever_they_stand()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 200; trial++)
        {
            // Beside ordinary ones also those that vectors cannot be relied on for.
            double[] values = [random.NextDouble() * 20 - 10, random.NextDouble() * 100 - 50, 750, -750, double.NegativeInfinity, double.NaN];
            double[] eta = [.. Enumerable.Range(0, 37).Select(i => values[i < 20 ? i % 2 : random.Next(values.Length)])], p = new double[37];
            Logistic.Probabilities(eta, p);
            foreach (var value in values)
                Assert.True(eta.Zip(p).Where(row => row.First.Equals(value)).Select(row => row.Second).Distinct().Count() <= 1);
            for (var i = 0; i < eta.Length; i++)
                if (!double.IsNaN(eta[i])) Near.Relative(Logistic.Probability(eta[i]), p[i], 4e-16);
            Logistic.Probabilities(eta, eta);
            Assert.Equal(p, eta);
        }
    }

    [Fact]
    public void The_gradient_is_the_slope_of_the_loss()
    {
        for (var eta = -8.0; eta <= 8; eta += 0.37)
        {
            foreach (var y in new[] { 0, 0.25, 1 })
            {
                const double step = 1e-5;
                var slope = (Logistic.Loss(y, eta + step) - Logistic.Loss(y, eta - step)) / (2 * step);
                Near.Absolute(slope, Evaluate(y, eta).Slope, 1e-9);
                Near.Absolute((Evaluate(y, eta + step).Slope - Evaluate(y, eta - step).Slope) / (2 * step), Evaluate(y, eta).Bend, 1e-9);
            }
        }
    }

    [Fact]
    public void Weights_multiply_loss_gradient_and_curvature()
    {
        double[] y = [0, 1, 1], eta = [0.3, -2, 40], weights = [2, 0, 0.5];
        var (residual, curvature) = (new double[3], new double[3]);
        var loss = Exact.Evaluate(y, weights, eta, residual, curvature);
        var expected = 0.0;
        for (var i = 0; i < 3; i++)
        {
            var row = Evaluate(y[i], eta[i]);
            expected += weights[i] * row.Loss;
            Assert.Equal(weights[i] * row.Slope, residual[i]);
            Assert.Equal(weights[i] * row.Bend, curvature[i]);
        }
        Assert.Equal(expected, loss);
    }

    [Fact]
    public void Clipping_holds_probabilities_within_the_clip()
    {
        var clipped = new ClippedLogistic(1e-10);
        double[] y = [1, 0, 1], eta = [50, 50, 0.5];
        var residual = new double[3];
        var loss = clipped.Evaluate(y, default, eta, residual, default);
        Near.Relative(-1e-10, residual[0], 1e-6);
        Near.Relative(1 - 1e-10, residual[1], 1e-15);
        Assert.Equal(Evaluate(1, 0.5).Slope, residual[2]);
        Near.Relative(1e-10 - Math.Log(1e-10) + Evaluate(1, 0.5).Loss, loss, 1e-15);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    public void A_clip_outside_its_range_is_refused(double clip) => Assert.Throws<ArgumentOutOfRangeException>(() => new ClippedLogistic(clip));

    private static (double Loss, double Slope, double Bend) Evaluate(double y, double eta)
    {
        var (residual, curvature) = (new double[1], new double[1]);
        var loss = Exact.Evaluate([y], default, [eta], residual, curvature);
        return (loss, residual[0], curvature[0]);
    }

    private static void Same(double expected, double actual, string what) =>
        Assert.True(Math.Abs(actual - expected) <= Tolerance * Math.Abs(expected) + Smallest, $"{what}: expected {expected:R}, got {actual:R}");
}
