using LogOdds.Metrics;

namespace LogOdds.Tests.Metrics;

public class MetricsExtremesTests
{
    [Fact]
    public void A_perfect_a_reversed_and_a_constant_score_have_areas_one_zero_and_a_half()
    {
        double[] y = [0, 0, 1, 1];
        Assert.Equal(1, RocCurve.Compute(y, [0.1, 0.2, 0.8, 0.9]).Area);
        Assert.Equal(0, RocCurve.Compute(y, [0.9, 0.8, 0.2, 0.1]).Area);
        Assert.Equal(0.5, RocCurve.Compute(y, [0.3, 0.3, 0.3, 0.3]).Area);
        Assert.Equal(1, PrecisionRecallCurve.Compute(y, [0.1, 0.2, 0.8, 0.9]).AveragePrecision);
        Assert.Equal(0.5, PrecisionRecallCurve.Compute(y, [0.3, 0.3, 0.3, 0.3]).AveragePrecision);
    }

    [Fact]
    public void All_ties_are_one_step()
    {
        var roc = RocCurve.Compute([0.0, 1, 1], [0.3, 0.3, 0.3]);
        Assert.Equal([new RocPoint(0, 0, double.PositiveInfinity), new RocPoint(1, 1, 0.3)], roc.Points);
        Assert.Equal(roc.Points, roc.Corners());
        Assert.Equal([new PrecisionRecallPoint(2.0 / 3, 1, 0.3)], PrecisionRecallCurve.Compute([0.0, 1, 1], [0.3, 0.3, 0.3]).Points);
    }

    [Fact]
    public void Zeros_of_both_signs_tie() => Assert.Equal(0.5, RocCurve.Compute([0.0, 1], [-0.0, 0.0]).Area);

    [Fact]
    public void Infinite_scores_have_their_place_in_the_order() =>
        Assert.Equal(1, RocCurve.Compute([0.0, 0, 1, 1], [double.NegativeInfinity, -800, 800, double.PositiveInfinity]).Area);

    [Fact]
    public void What_one_class_alone_cannot_tell_is_NaN()
    {
        var positive = BinaryMetrics.Compute([1.0, 1], [0.9, 0.2]);
        Assert.Equal((double.NaN, double.NaN, double.NaN, double.NaN), (positive.Auc, positive.Specificity, positive.BalancedAccuracy, positive.Mcc));
        Assert.Equal((0.5, 1, 0.5, 1), (positive.Recall, positive.Precision, positive.Accuracy, positive.AveragePrecision));
        Assert.All(RocCurve.Compute([1.0, 1], [0.9, 0.2]).Points, point => Assert.Equal(double.NaN, point.FalsePositiveRate));

        var negative = BinaryMetrics.Compute([0.0, 0], [0.9, 0.2]);
        Assert.Equal((double.NaN, double.NaN, double.NaN), (negative.Auc, negative.Recall, negative.AveragePrecision));
        Assert.Equal((0.5, 0, 1), (negative.Specificity, negative.Precision, negative.Confusion.NegativePredictiveValue));
        Assert.All(RocCurve.Compute([0.0, 0], [0.9, 0.2]).Points, point => Assert.Equal(double.NaN, point.TruePositiveRate));
        Assert.All(PrecisionRecallCurve.Compute([0.0, 0], [0.9, 0.2]).Points, point => Assert.Equal((0, double.NaN), (point.Precision, point.Recall)));
    }

    [Fact]
    public void One_row_has_the_figures_that_one_row_can_have()
    {
        var metrics = BinaryMetrics.Compute([0.0], [0.2]);
        Assert.Equal((1, new ConfusionCounts(0, 1, 0, 0)), (metrics.Rows, metrics.Confusion));
        Assert.Equal((1, 0, 1), (metrics.Accuracy, metrics.ErrorRate, metrics.Specificity));
        Assert.Equal((double.NaN, double.NaN, double.NaN, double.NaN), (metrics.Precision, metrics.Recall, metrics.F1, metrics.Confusion.Kappa));
        Assert.Equal([new CalibrationBin(0.2, 0, 1)], CalibrationTable.ByQuantiles([0.0], [0.2], 10));
        Assert.Equal([new CalibrationBin(0.2, 0, 1)], CalibrationTable.ByWidth([0.0], [0.2], 10));
    }

    [Fact]
    public void Certainty_is_free_when_right_and_infinitely_dear_when_wrong()
    {
        Assert.Equal(0, ProbabilityScores.LogLoss([1.0, 0], [1.0, 0]));
        Assert.Equal(double.PositiveInfinity, ProbabilityScores.LogLoss([1.0, 0], [0.0, 0]));
        Assert.Equal(double.PositiveInfinity, ProbabilityScores.LogLoss([0.0, 1], [1.0, 0.5]));
        Assert.Equal(0, ProbabilityScores.LogLoss([1.0, 0], [0.0, 0], [0.0, 1]));
        Assert.Equal((0, 1), (ProbabilityScores.Brier([1.0, 0], [1.0, 0]), ProbabilityScores.Brier([1.0, 0], [0.0, 1])));
    }

    // −ln(1 − p) of the double p, by arithmetic of 400 digits.
    [Theory]
    [InlineData(1e-300, 1e-300)]
    [InlineData(1e-20, 1e-20)]
    [InlineData(1e-16, 1e-16)]
    [InlineData(3e-16, 3.0000000000000004e-16)]
    [InlineData(1e-09, 1.0000000005000001e-09)]
    [InlineData(0.001, 0.0010005003335835335)]
    [InlineData(0.3, 0.35667494393873234)]
    [InlineData(0.4999999999, 0.6931471803599453)]
    [InlineData(0.5, 0.6931471805599453)]
    [InlineData(0.9, 2.302585092994046)]
    [InlineData(0.9999999999999999, 36.7368005696771)]
    public void The_loss_keeps_the_digits_of_small_probabilities(double p, double loss) => Near.Relative(loss, ProbabilityScores.LogLoss([0.0], [p]), 3e-16);

    [Fact]
    public void The_ends_of_the_thresholds_predict_all_and_only_certainty()
    {
        double[] y = [1, 0, 1, 0], p = [1, 0, 0.5, 0.5];
        Assert.Equal(new ConfusionCounts(2, 0, 2, 0), ConfusionCounts.At(y, p, 0));
        Assert.Equal(new ConfusionCounts(2, 1, 1, 0), ConfusionCounts.At(y, p, 0.5));
        Assert.Equal(new ConfusionCounts(1, 2, 0, 1), ConfusionCounts.At(y, p, 1));
    }

    [Fact]
    public void A_probability_on_an_edge_belongs_to_the_bin_below()
    {
        double[] y = [0, 0, 1, 1], p = [0, 0.5, 0.75, 1];
        Assert.Equal([new CalibrationBin(0.25, 0, 2), new CalibrationBin(0.875, 1, 2)], CalibrationTable.ByWidth(y, p, 2));
        Assert.Equal([new CalibrationBin(0.5625, 0.5, 4)], CalibrationTable.ByQuantiles(y, p, 1));
    }

    [Fact]
    public void Every_road_refuses_rows_that_make_no_sense()
    {
        Refused("no rows", [], [], []);
        Refused("1 classes and 2", [1], [0.5, 0.5], []);
        Refused("2 classes and 1", [1, 0], [0.5, 0.5], [1]);
        Refused("row 1", [1, 2], [0.5, 0.5], []);
        Refused("row 0", [double.NaN, 1], [0.5, 0.5], []);
        Refused("row 2", [1, 0, 1], [0.5, 0.5, double.NaN], []);
        Refused("row 1", [1, 0], [0.5, 0.5], [1, -1]);
        Refused("row 1", [1, 0], [0.5, 0.5], [1, double.NaN]);
        Refused("row 0", [1, 0], [0.5, 0.5], [double.PositiveInfinity, 1]);
        Refused("weight above 0", [1, 0], [0.5, 0.5], [0, 0]);
        Refused("weights sum", [1, 0], [0.5, 0.5], [double.MaxValue, double.MaxValue]);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    public void Scores_need_not_be_probabilities_and_probabilities_must(double score)
    {
        Assert.Equal(2, RocCurve.Compute([1.0], [score]).Points.Count);
        Assert.Contains("row 0", Assert.Throws<ArgumentException>(() => BinaryMetrics.Compute([1.0], [score])).Message);
        Assert.Contains("row 0", Assert.Throws<ArgumentException>(() => CalibrationTable.ByQuantiles([1.0], [score], 2)).Message);
        Assert.Contains("row 0", Assert.Throws<ArgumentException>(() => CalibrationTable.ByWidth([1.0], [score], 2)).Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void A_threshold_is_a_probability(double threshold)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfusionCounts.At([1.0], [0.5], threshold));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinaryMetrics.Compute([1.0], [0.5], threshold));
    }

    [Fact]
    public void A_calibration_table_has_rows_and_bins()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CalibrationTable.ByWidth([1.0], [0.5], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CalibrationTable.ByQuantiles([1.0], [0.5], 0));
        Assert.Throws<ArgumentException>(() => CalibrationTable.ByWidth([], [], 10));
        Assert.Throws<ArgumentException>(() => CalibrationTable.ByQuantiles([], [], 10));
    }

    private static void Refused(string because, double[] y, double[] p, double[] weights)
    {
        Action[] roads =
        [
            () => BinaryMetrics.Compute(y, p, 0.5, weights),
            () => ConfusionCounts.At(y, p, 0.5, weights),
            () => ProbabilityScores.LogLoss(y, p, weights),
            () => ProbabilityScores.Brier(y, p, weights),
            () => RocCurve.Compute(y, p, weights),
            () => PrecisionRecallCurve.Compute(y, p, weights),
        ];
        foreach (var road in roads) Assert.Contains(because, Assert.Throws<ArgumentException>(road).Message);
    }
}
