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
    public void A_row_of_weight_zero_is_absent_from_every_curve_and_figure()
    {
        double[] y = [1, 0, 1, 0, 1], p = [0.9, 0.7, 0.4, 0.4, 0.0], weights = [1, 0, 1, 2, 0];
        double[] restY = [1, 1, 0], restP = [0.9, 0.4, 0.4], restWeights = [1, 1, 2];
        Assert.Equal(BinaryMetrics.Compute(restY, restP, 0.5, restWeights) with { Rows = 5 }, BinaryMetrics.Compute(y, p, 0.5, weights));
        Assert.Equal(RocCurve.Compute(restY, restP, restWeights).Points, RocCurve.Compute(y, p, weights).Points);
        Assert.Equal(PrecisionRecallCurve.Compute(restY, restP, restWeights).Points, PrecisionRecallCurve.Compute(y, p, weights).Points);
    }

    [Fact]
    public void The_order_of_the_rows_and_the_unit_of_the_weights_do_not_matter()
    {
        var (y, p) = Random(6, 5000, 40);
        var random = new Random(7);
        var weights = y.Select(_ => random.NextDouble()).ToArray();
        var order = Enumerable.Range(0, y.Length).ToArray();
        random.Shuffle(order);
        var straight = BinaryMetrics.Compute(y, p, 0.5, weights);
        Same(straight, BinaryMetrics.Compute([.. order.Select(i => y[i])], [.. order.Select(i => p[i])], 0.5, [.. order.Select(i => weights[i])]));
        Same(straight, BinaryMetrics.Compute(y, p, 0.5, [.. weights.Select(w => w / 3)]));

        static void Same(BinaryMetrics expected, BinaryMetrics actual)
        {
            Near.Relative(expected.LogLoss, actual.LogLoss, 1e-15);
            Near.Relative(expected.Brier, actual.Brier, 1e-15);
            Near.Relative(expected.Auc, actual.Auc, 1e-15);
            Near.Relative(expected.AveragePrecision, actual.AveragePrecision, 1e-15);
            Near.Relative(expected.Accuracy, actual.Accuracy, 1e-15);
            Near.Relative(expected.Mcc, actual.Mcc, 1e-14);
        }
    }

    [Fact]
    public void A_million_equal_rows_have_the_mean_of_one()
    {
        var (y, p) = (new double[1_000_000], new double[1_000_000]);
        Array.Fill(p, 0.1);
        Near.Relative(0.1 * 0.1, ProbabilityScores.Brier(y, p), 2e-16);
        Near.Relative(ProbabilityScores.LogLoss([0.0], [0.1]), ProbabilityScores.LogLoss(y, p), 2e-16);
        Assert.Equal([new CalibrationBin(0.1, 0, 1_000_000)], CalibrationTable.ByQuantiles(y, p, 10));
    }

    [Fact]
    public void The_curves_hold_what_the_outcomes_at_their_thresholds_say()
    {
        var (y, p) = Random(8, 150, 12);
        var weights = y.Select((_, i) => 1.0 + i % 4).ToArray();
        foreach (var point in RocCurve.Compute(y, p, weights).Points.Skip(1))
        {
            var at = ConfusionCounts.At(y, p, point.Threshold, weights);
            Assert.Equal(at.Recall, point.TruePositiveRate);
            Assert.Equal(at.FalsePositives / (at.FalsePositives + at.TrueNegatives), point.FalsePositiveRate);
        }
        foreach (var point in PrecisionRecallCurve.Compute(y, p, weights).Points)
        {
            var at = ConfusionCounts.At(y, p, point.Threshold, weights);
            Assert.Equal((at.Precision, at.Recall), (point.Precision, point.Recall));
        }
    }

    [Fact]
    public void The_figures_are_those_of_the_curves()
    {
        var (y, p) = Random(9, 120, 15);
        var weights = y.Select((_, i) => 0.5 + i % 3).ToArray();
        var metrics = BinaryMetrics.Compute(y, p, 0.3, weights);
        Assert.Equal(RocCurve.Compute(y, p, weights).Area, metrics.Auc);
        Assert.Equal(PrecisionRecallCurve.Compute(y, p, weights).AveragePrecision, metrics.AveragePrecision);
        Assert.Equal(ProbabilityScores.LogLoss(y, p, weights), metrics.LogLoss);
        Assert.Equal(ProbabilityScores.Brier(y, p, weights), metrics.Brier);
        Assert.Equal(ConfusionCounts.At(y, p, 0.3, weights), metrics.Confusion);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 8)]
    public void The_corners_draw_the_whole_curve(int seed, int distinctScores)
    {
        var (y, p) = Random(seed, 200, distinctScores);
        var curve = RocCurve.Compute(y, p);
        var corners = curve.Corners();
        var area = corners.Zip(corners.Skip(1), (a, b) => (b.FalsePositiveRate - a.FalsePositiveRate) * (a.TruePositiveRate + b.TruePositiveRate) / 2).Sum();
        Near.Relative(curve.Area, area, 1e-12);
        Assert.Subset(curve.Points.ToHashSet(), corners.ToHashSet());
        Assert.Equal((curve.Points[0], curve.Points[^1]), (corners[0], corners[^1]));
    }

    [Fact]
    public void Corners_keep_the_highest_score_and_drop_equal_steps()
    {
        // Steps by falling score: up, up, up, right, right, up.
        var corners = RocCurve.Compute([1.0, 1, 1, 0, 0, 1], [0.9, 0.8, 0.7, 0.6, 0.5, 0.4]).Corners();
        Assert.Equal([double.PositiveInfinity, 0.9, 0.7, 0.5, 0.4], corners.Select(c => c.Threshold));

        // (1, 1), (3, 2), (7, 4): straight on, but by a step twice as long, which is not an equal one.
        double[] y = [0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 1], score = [3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1];
        Assert.Equal([double.PositiveInfinity, 3, 2, 1], RocCurve.Compute(y, score).Corners().Select(c => c.Threshold));
    }

    [Fact]
    public void A_correlation_and_an_agreement_of_one_are_exact()
    {
        for (var positives = 1; positives < 60; positives++)
        {
            for (var negatives = 1; negatives < 60; negatives++)
            {
                var right = new ConfusionCounts(positives, negatives, 0, 0);
                var wrong = new ConfusionCounts(0, 0, negatives, positives);
                Assert.Equal((1, 1, -1), (right.Mcc, right.Kappa, wrong.Mcc));
            }
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(29)]
    [InlineData(100)]
    public void Quantiles_that_fall_on_rows_part_them_evenly(int bins)
    {
        // bins·3 + 1 distinct probabilities: each edge is one of them and belongs to the bin below it.
        var p = Enumerable.Range(0, bins * 3 + 1).Select(i => i / 512.0).ToArray();
        var table = CalibrationTable.ByQuantiles(new double[p.Length], p, bins);
        Assert.Equal([4, .. Enumerable.Repeat(3, bins - 1)], table.Select(bin => bin.Rows));
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
