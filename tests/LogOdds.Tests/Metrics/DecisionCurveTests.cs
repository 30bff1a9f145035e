using LogOdds.Metrics;

namespace LogOdds.Tests.Metrics;

public class DecisionCurveTests
{
    [Fact]
    public void The_net_benefit_is_true_positives_less_weighted_false_ones()
    {
        // At 0.25 a false positive costs a third of what a true one brings: (2 − 1/3)/5; all: (2 − 3/3)/5.
        double[] y = [1, 0, 1, 0, 0], p = [0.9, 0.8, 0.4, 0.2, 0.1];
        Assert.Equal([new DecisionCurvePoint(0, 0.4, 0.4), new DecisionCurvePoint(0.5, 0, -0.2)], DecisionCurve.Compute(y, p, [0, 0.5]));
        var point = DecisionCurve.Compute(y, p, [0.25]).Single();
        Near.Relative((2 - 1.0 / 3) / 5, point.Model, 1e-14);
        Near.Relative((2 - 3.0 / 3) / 5, point.TreatAll, 1e-14);
    }

    [Fact]
    public void Perfect_predictions_are_worth_the_prevalence_and_never_predicting_is_worth_nothing()
    {
        double[] y = [1, 0, 1, 0, 0], thresholds = [0.05, 0.3, 0.8, 0.99];
        Assert.All(DecisionCurve.Compute(y, y, thresholds), point => Assert.Equal(0.4, point.Model));
        Assert.All(DecisionCurve.Compute(y, new double[5], thresholds), point => Assert.Equal(0, point.Model));
        Assert.All(DecisionCurve.Compute(y, [1, 1, 1, 1, 1], thresholds), point => Assert.Equal(point.TreatAll, point.Model));
    }

    [Fact]
    public void Weight_two_equals_the_row_twice()
    {
        var (y, p) = RandomScores.Of(3, 80, 10);
        double[] weights = [.. y.Select((_, i) => i % 3)];
        int[] rows = [.. Enumerable.Range(0, y.Length).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        double[] thresholds = [.. Enumerable.Range(0, 100).Select(i => i / 100.0)];
        Assert.Equal(DecisionCurve.Compute([.. rows.Select(i => y[i])], [.. rows.Select(i => p[i])], thresholds), DecisionCurve.Compute(y, p, thresholds, weights));
    }

    [Fact]
    public void A_threshold_of_one_has_no_odds()
    {
        foreach (var threshold in new[] { 1, -0.1, double.NaN })
            Assert.Throws<ArgumentOutOfRangeException>(() => DecisionCurve.Compute([1.0, 0], [0.9, 0.1], [threshold]));
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => DecisionCurve.Compute([], [], [0.5])).Message);
    }
}
