using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Metrics;

namespace LogOdds.Tests.Metrics;

/// <summary>Chosen thresholds: against references, against trying all of them, and at the edges.</summary>
public class ThresholdChoiceTests
{
    [Theory]
    [InlineData("metrics_pima_test", "p")]
    [InlineData("metrics_pima_test_ties", "p_rounded")]
    public void The_best_by_Youden_and_by_F1_are_those_of_the_reference(string file, string column)
    {
        var best = Golden.Load($"more/golden/{file}.json")["best"];
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data/pima_test_predictions.csv"));
        var (y, p) = (((NumericColumn)table["y"]).Values.ToArray(), ((NumericColumn)table[column]).Values.ToArray());
        var youden = ThresholdChoice.ByYouden(y, p);
        Assert.Equal(best["youden"]["threshold"].Number, youden.Threshold);
        Near.Relative(best["youden"]["sensitivity"].Number, youden.Confusion.Recall, 1e-14);
        Near.Relative(best["youden"]["specificity"].Number, youden.Confusion.Specificity, 1e-14);
        Near.Relative(best["youden"]["sensitivity"].Number + best["youden"]["specificity"].Number - 1, youden.Value, 1e-14);
        var f1 = ThresholdChoice.ByF1(y, p);
        Assert.Equal(best["f1"]["threshold"].Number, f1.Threshold);
        Near.Relative(best["f1"]["f1"].Number, f1.Value, 1e-14);
        Assert.Equal(ConfusionCounts.At(y, p, f1.Threshold), f1.Confusion);
    }

    [Theory]
    [InlineData(1, 50, 0)]
    [InlineData(2, 80, 6)]
    [InlineData(3, 30, 1)]
    [InlineData(4, 150, 25)]
    public void No_other_threshold_does_better_and_no_higher_one_as_well(int seed, int rows, int distinct)
    {
        var (y, p) = RandomScores.Of(seed, rows, distinct);
        Best(ThresholdChoice.ByYouden(y, p), c => c.Recall + c.Specificity - 1);
        Best(ThresholdChoice.ByF1(y, p), c => c.F1);
        foreach (var (falsePositive, falseNegative) in new[] { (1.0, 1.0), (1, 5), (10, 1), (0, 1), (1, 0) })
        {
            var byCosts = ThresholdChoice.ByCosts(y, p, falsePositive, falseNegative);
            Best(byCosts, c => -(falsePositive * c.FalsePositives + falseNegative * c.FalseNegatives));
            Near.Relative((falsePositive * byCosts.Confusion.FalsePositives + falseNegative * byCosts.Confusion.FalseNegatives) / rows, byCosts.Value, 1e-15);
        }
        foreach (var target in new[] { 0.01, 0.5, 0.9, 1 })
        {
            var bySensitivity = ThresholdChoice.BySensitivity(y, p, target);
            Best(bySensitivity, c => c.Recall >= target ? 1 : 0);
            Assert.Equal(bySensitivity.Confusion.Recall, bySensitivity.Value);
        }

        void Best(ThresholdChoice choice, Func<ConfusionCounts, double> value)
        {
            var tried = p.Distinct().Select(t => (Threshold: t, Confusion: ConfusionCounts.At(y, p, t)))
                .Append((Threshold: double.PositiveInfinity, Confusion: new ConfusionCounts(0, y.Count(v => v == 0), 0, y.Count(v => v == 1)))).ToArray();
            var most = tried.Max(at => value(at.Confusion));
            var highest = tried.Where(at => value(at.Confusion) == most).MaxBy(at => at.Threshold);
            Assert.Equal((highest.Threshold, highest.Confusion), (choice.Threshold, choice.Confusion));
        }
    }

    [Fact]
    public void Weight_two_equals_the_row_twice()
    {
        var (y, p) = RandomScores.Of(5, 60, 10);
        double[] weights = [.. y.Select((_, i) => i % 3)];
        int[] rows = [.. Enumerable.Range(0, y.Length).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        double[] repeatedY = [.. rows.Select(i => y[i])], repeatedP = [.. rows.Select(i => p[i])];
        Assert.Equal(ThresholdChoice.ByYouden(repeatedY, repeatedP), ThresholdChoice.ByYouden(y, p, weights));
        Assert.Equal(ThresholdChoice.ByF1(repeatedY, repeatedP), ThresholdChoice.ByF1(y, p, weights));
        Assert.Equal(ThresholdChoice.BySensitivity(repeatedY, repeatedP, 0.8), ThresholdChoice.BySensitivity(y, p, 0.8, weights));
        Assert.Equal(ThresholdChoice.ByCosts(repeatedY, repeatedP, 1, 3), ThresholdChoice.ByCosts(y, p, 1, 3, weights));
    }

    [Fact]
    public void The_threshold_of_calibrated_probabilities_is_the_share_of_a_false_positive_in_both_costs()
    {
        Assert.Equal((0.5, 1.0 / 6, 0, 1), (ThresholdChoice.ForCosts(1, 1), ThresholdChoice.ForCosts(1, 5), ThresholdChoice.ForCosts(0, 2), ThresholdChoice.ForCosts(3, 0)));
        // Rows in which every probability is the share of class 1 among its rows: the empirical choice agrees.
        double[] shares = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.9];
        double[] p = [.. shares.SelectMany(share => Enumerable.Repeat(share, 10))];
        double[] y = [.. shares.SelectMany(share => Enumerable.Range(0, 10).Select(i => i < Math.Round(10 * share) ? 1.0 : 0))];
        foreach (var (falsePositive, falseNegative) in new[] { (1.0, 1.0), (1, 3), (4, 1), (1, 6) })
        {
            var calibrated = ThresholdChoice.ForCosts(falsePositive, falseNegative);
            Assert.Equal(ConfusionCounts.At(y, p, calibrated), ThresholdChoice.ByCosts(y, p, falsePositive, falseNegative).Confusion);
        }
    }

    [Fact]
    public void Perfect_order_is_found_and_hopeless_order_predicts_none()
    {
        Assert.Equal(new ThresholdChoice(0.8, new ConfusionCounts(2, 2, 0, 0), 1), ThresholdChoice.ByYouden([0.0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]));
        Assert.Equal(new ThresholdChoice(double.PositiveInfinity, new ConfusionCounts(0, 2, 0, 2), 0), ThresholdChoice.ByYouden([1.0, 1, 0, 0], [0.1, 0.2, 0.8, 0.9]));
        Assert.Equal(new ThresholdChoice(0.3, new ConfusionCounts(1, 0, 1, 0), 2.0 / 3), ThresholdChoice.ByF1([0.0, 1], [0.3, 0.3]));
        Assert.Equal(double.PositiveInfinity, ThresholdChoice.ByCosts([0.0, 1], [0.3, 1], 5, 0).Threshold);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains("class 1", Assert.Throws<ArgumentException>(() => ThresholdChoice.ByYouden([0.0, 0], [0.1, 0.2])).Message);
        Assert.Contains("class 0", Assert.Throws<ArgumentException>(() => ThresholdChoice.ByF1([1.0, 0], [0.1, 0.2], [1, 0])).Message);
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => ThresholdChoice.ByF1([1.0, 0], [0.1, 2])).Message);
        foreach (var target in new[] { 0, 1.1, double.NaN })
            Assert.Throws<ArgumentOutOfRangeException>(() => ThresholdChoice.BySensitivity([1.0, 0], [0.1, 0.2], target));
        foreach (var (falsePositive, falseNegative) in new[] { (-1.0, 1.0), (1, double.NaN), (0, 0), (double.PositiveInfinity, 1) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => ThresholdChoice.ByCosts([1.0, 0], [0.1, 0.2], falsePositive, falseNegative));
            Assert.Throws<ArgumentOutOfRangeException>(() => ThresholdChoice.ForCosts(falsePositive, falseNegative));
        }
    }

    [Fact]
    public void Each_resample_chooses_anew()
    {
        var (y, p) = RandomScores.Of(6, 200, 40);
        var bootstrap = new Bootstrap { Replicates = 300, Seed = 5 };
        var evaluation = ThresholdEvaluation.Of(y, p, ThresholdChoice.ByF1, bootstrap);
        var expected = bootstrap.Intervals(Sorted(y, p).Y, weights => [ThresholdChoice.ByF1(Sorted(y, p).Y, Sorted(y, p).P, weights).Threshold]);
        Assert.Equal(ThresholdChoice.ByF1(y, p), evaluation.Choice);
        Assert.Equal(evaluation.Choice.Threshold, evaluation.Threshold.Value);
        Assert.Equal(expected.Intervals[0].Interval, evaluation.Threshold.Interval);
        Assert.Equal(evaluation.Choice.Confusion.F1, evaluation.F1.Value);
        Assert.Equal(evaluation.Value, evaluation.F1);
        foreach (var estimate in new[] { evaluation.Threshold, evaluation.Accuracy, evaluation.Precision, evaluation.Recall, evaluation.Specificity, evaluation.Mcc, evaluation.BalancedAccuracy })
            Assert.True(estimate.Interval.Low < estimate.Value && estimate.Value < estimate.Interval.High);
    }

    private static (double[] Y, double[] P) Sorted(double[] y, double[] p)
    {
        var (sortedY, sortedP) = (y.ToArray(), p.ToArray());
        Array.Sort(sortedP, sortedY);
        return (sortedY, sortedP);
    }
}
