using LogOdds.Metrics;

namespace LogOdds.Tests.Metrics;

public class MetricsLawTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 4)]
    [InlineData(3, 20)]
    public void The_area_is_the_share_of_pairs_in_order_ties_counting_half(int seed, int distinctScores)
    {
        var (y, p) = Random(seed, 200, distinctScores);
        double inOrder = 0, pairs = 0;
        for (var i = 0; i < y.Length; i++)
        {
            for (var j = 0; j < y.Length; j++)
            {
                if (y[i] != 1 || y[j] != 0) continue;
                pairs++;
                inOrder += p[i] > p[j] ? 1 : p[i] == p[j] ? 0.5 : 0;
            }
        }
        Near.Relative(inOrder / pairs, RocCurve.Compute(y, p).Area, 1e-12);
    }

    [Fact]
    public void The_area_does_not_change_under_rising_maps_and_is_mirrored_by_swapped_classes()
    {
        var (y, p) = Random(4, 300, 30);
        var area = RocCurve.Compute(y, p).Area;
        Assert.Equal(area, RocCurve.Compute(y, [.. p.Select(v => Math.Log(v / (1 - v)))]).Area);
        Near.Relative(1 - area, RocCurve.Compute([.. y.Select(v => 1 - v)], p).Area, 1e-12);
    }

    [Fact]
    public void Weight_two_equals_the_row_twice()
    {
        var (y, p) = Random(5, 100, 10);
        var weights = y.Select((_, i) => i % 3 == 0 ? 2.0 : 1).ToArray();
        var twice = Enumerable.Range(0, y.Length).SelectMany(i => Enumerable.Repeat(i, (int)weights[i])).ToArray();
        var weighted = BinaryMetrics.Compute(y, p, 0.4, weights);
        var repeated = BinaryMetrics.Compute([.. twice.Select(i => y[i])], [.. twice.Select(i => p[i])], 0.4);
        Assert.Equal(repeated.Confusion, weighted.Confusion);
        Near.Relative(repeated.Auc, weighted.Auc, 1e-12);
        Near.Relative(repeated.AveragePrecision, weighted.AveragePrecision, 1e-12);
        Near.Relative(repeated.LogLoss, weighted.LogLoss, 1e-12);
        Near.Relative(repeated.Brier, weighted.Brier, 1e-12);
    }

    [Fact]
    public void A_perfect_a_reversed_and_a_constant_score_have_areas_one_zero_and_a_half()
    {
        double[] y = [0, 0, 1, 1];
        Assert.Equal(1, RocCurve.Compute(y, [0.1, 0.2, 0.8, 0.9]).Area);
        Assert.Equal(0, RocCurve.Compute(y, [0.9, 0.8, 0.2, 0.1]).Area);
        Assert.Equal(0.5, RocCurve.Compute(y, [0.3, 0.3, 0.3, 0.3]).Area);
        Assert.Equal(0.5, PrecisionRecallCurve.Compute(y, [0.3, 0.3, 0.3, 0.3]).AveragePrecision);
    }

    [Fact]
    public void What_one_class_alone_cannot_tell_is_NaN()
    {
        var metrics = BinaryMetrics.Compute([1.0, 1], [0.9, 0.2]);
        Assert.True(double.IsNaN(metrics.Auc));
        Assert.True(double.IsNaN(metrics.Specificity));
        Assert.Equal(0.5, metrics.Recall);
        Assert.True(double.IsNaN(BinaryMetrics.Compute([0.0], [0.2]).Precision));
    }

    [Fact]
    public void Certainty_is_free_when_right_and_infinitely_dear_when_wrong()
    {
        Assert.Equal(0, ProbabilityScores.LogLoss([1.0, 0], [1.0, 0]));
        Assert.Equal(double.PositiveInfinity, ProbabilityScores.LogLoss([1.0, 0], [0.0, 0]));
        Assert.Equal(0, ProbabilityScores.LogLoss([1.0, 0], [0.0, 0], [0.0, 1]));
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused_by_row()
    {
        Assert.Throws<ArgumentException>(() => BinaryMetrics.Compute([], []));
        Assert.Throws<ArgumentException>(() => BinaryMetrics.Compute([1.0], [0.5, 0.5]));
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => BinaryMetrics.Compute([1.0, 2], [0.5, 0.5])).Message);
        Assert.Contains("row 0", Assert.Throws<ArgumentException>(() => BinaryMetrics.Compute([1.0], [double.NaN])).Message);
        Assert.Throws<ArgumentException>(() => BinaryMetrics.Compute([1.0], [0.5], 0.5, [-1.0]));
    }

    private static (double[] Y, double[] P) Random(int seed, int rows, int distinctScores)
    {
        var random = new Random(seed);
        var y = new double[rows];
        var p = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            y[i] = random.Next(2);
            p[i] = 0.02 + 0.9 * Math.Sqrt(random.NextDouble()) * (0.7 + 0.3 * y[i]);
            if (distinctScores > 0) p[i] = Math.Ceiling(p[i] * distinctScores) / (distinctScores + 1);
        }
        return (y, p);
    }
}
