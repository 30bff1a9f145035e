using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Metrics;

namespace LogOdds.Tests.Metrics;

/// <summary>Metrics of several classes against scikit-learn, and of two against those of two.</summary>
public class MultiClassMetricsTests
{
    [Fact]
    public void Digits_are_scored_as_scikit_learn_scores_them()
    {
        var golden = Golden.Load("more/golden/metrics_digits_test.json");
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data/digits_test_predictions.csv"));
        var classes = golden["classes"].Texts.Length;
        var columns = Enumerable.Range(0, classes).Select(k => ((NumericColumn)table[$"p{k}"]).Values.ToArray()).ToArray();
        int[] y = [.. ((NumericColumn)table["digit"]).Values.ToArray().Select(v => (int)v)];
        // Printed with ten decimals, so divided by their sum as the note of the reference says.
        double[] p = [.. Enumerable.Range(0, table.Rows).SelectMany(i => columns.Select(c => c[i] / columns.Sum(other => other[i])))];

        var m = MultiClassMetrics.Compute(y, p, classes);
        Assert.Equal(table.Rows, m.Rows);
        Near.Relative(golden["accuracy"].Number, m.Accuracy, 1e-14);
        Near.Relative(golden["balanced_accuracy"].Number, m.BalancedAccuracy, 1e-14);
        Near.Relative(golden["kappa"].Number, m.Kappa, 1e-14);
        Near.Relative(golden["mcc"].Number, m.Mcc, 1e-14);
        Near.Relative(golden["log_loss"].Number, m.LogLoss, 1e-13);
        Near.Relative(golden["top_2_accuracy"].Number, m.TopAccuracy(2), 1e-14);
        Near.Relative(golden["brier_multiclass"].Number, m.Brier, 1e-13);
        Assert.Equal(golden["confusion_rows_true"].Items.Select(row => row.Numbers), m.Confusion.Select(row => row.Select(count => (double)count).ToArray()));
        for (var k = 0; k < classes; k++)
        {
            var (expected, actual) = (golden["per_class"], m.PerClass[k]);
            Near.Relative(expected["precision"].Numbers[k], actual.Precision, 1e-14);
            Near.Relative(expected["recall"].Numbers[k], actual.Recall, 1e-14);
            Near.Relative(expected["f1"].Numbers[k], actual.F1, 1e-14);
            Assert.Equal(expected["support"].Numbers[k], actual.Support);
            Near.Relative(golden["auc_per_class_ovr"].Numbers[k], actual.Auc, 1e-14);
        }
        Same(golden["macro"], m.Macro);
        Same(golden["weighted"], m.SupportWeighted);
        Same(golden["micro"], m.Micro);
        Near.Relative(golden["auc_ovr_macro"].Number, m.AucOneVsRest, 1e-14);
        Near.Relative(golden["auc_ovr_weighted"].Number, m.AucOneVsRestWeighted, 1e-14);
        Near.Relative(golden["auc_ovo_macro"].Number, m.AucOneVsOne, 1e-14);
        Near.Relative(golden["auc_ovo_weighted"].Number, m.AucOneVsOneWeighted, 1e-14);

        static void Same(Golden golden, AveragedMetrics actual)
        {
            Near.Relative(golden["precision"].Number, actual.Precision, 1e-14);
            Near.Relative(golden["recall"].Number, actual.Recall, 1e-14);
            Near.Relative(golden["f1"].Number, actual.F1, 1e-14);
        }
    }

    [Fact]
    public void Two_classes_have_the_figures_of_two()
    {
        var (y, p) = RandomScores.Of(1, 200);
        var many = MultiClassMetrics.Compute([.. y.Select(v => (int)v)], [.. p.SelectMany(v => new[] { 1 - v, v })], 2);
        // Equal probabilities go to the first class there and to class 1 here; there are none.
        var two = BinaryMetrics.Compute(y, p);
        Near.Relative(two.Accuracy, many.Accuracy, 1e-14);
        Near.Relative(two.BalancedAccuracy, many.BalancedAccuracy, 1e-14);
        Near.Relative(two.Confusion.Kappa, many.Kappa, 1e-13);
        Near.Relative(two.Mcc, many.Mcc, 1e-13);
        Near.Relative(two.LogLoss, many.LogLoss, 1e-13);
        Near.Relative(2 * two.Brier, many.Brier, 1e-13);
        Near.Relative(two.Precision, many.PerClass[1].Precision, 1e-14);
        Near.Relative(two.F1, many.PerClass[1].F1, 1e-14);
        Near.Relative(two.Auc, many.AucOneVsRest, 1e-13);
        Near.Relative(two.Auc, many.AucOneVsOne, 1e-13);
        Assert.Equal(1, many.TopAccuracy(2));
    }

    [Fact]
    public void Renamed_classes_keep_every_average()
    {
        var random = new Random(2);
        int[] y = [.. Enumerable.Range(0, 60).Select(i => i < 3 ? i : random.Next(3))], renamed = [.. y.Select(k => (k + 1) % 3)];
        var rows = y.Select(_ => new[] { random.NextDouble(), random.NextDouble(), random.NextDouble() }).Select(r => r.Select(v => v / r.Sum()).ToArray()).ToArray();
        var one = MultiClassMetrics.Compute(y, [.. rows.SelectMany(r => r)], 3);
        var other = MultiClassMetrics.Compute(renamed, [.. rows.SelectMany(r => new[] { r[2], r[0], r[1] })], 3);
        Assert.Equal((one.Accuracy, one.TopAccuracy(2)), (other.Accuracy, other.TopAccuracy(2)));
        Near.Relative(one.Kappa, other.Kappa, 1e-12);
        Near.Relative(one.Mcc, other.Mcc, 1e-12);
        Near.Relative(one.AucOneVsOne, other.AucOneVsOne, 1e-13);
        Near.Relative(one.SupportWeighted.F1, other.SupportWeighted.F1, 1e-13);
    }

    [Fact]
    public void A_class_that_is_absent_or_never_predicted_has_no_figure_and_neither_has_its_mean()
    {
        // Class 2 is neither there nor predicted; class 1 is there and never predicted.
        var m = MultiClassMetrics.Compute([0, 1, 0], [0.8, 0.1, 0.1, 0.5, 0.3, 0.2, 0.4, 0.3, 0.3], 3);
        Assert.Equal((double.NaN, 0, 0), (m.PerClass[1].Precision, m.PerClass[1].Recall, m.PerClass[1].F1));
        Assert.Equal((double.NaN, double.NaN, double.NaN, double.NaN), (m.PerClass[2].Precision, m.PerClass[2].Recall, m.PerClass[2].F1, m.PerClass[2].Auc));
        Assert.Equal((double.NaN, double.NaN, double.NaN, double.NaN), (m.Macro.Recall, m.BalancedAccuracy, m.AucOneVsRest, m.AucOneVsOne));
        Near.Relative(2.0 / 3, m.SupportWeighted.Recall, 1e-15);
        Assert.Equal((0, double.NaN), (m.Kappa, m.Mcc));
    }

    [Fact]
    public void Equal_probabilities_go_to_the_first_class()
    {
        var m = MultiClassMetrics.Compute([0, 1], [0.5, 0.5, 0.5, 0.5], 2);
        Assert.Equal([[1, 0], [1, 0]], m.Confusion);
        Assert.Equal((0.5, 1, 0.5), (m.TopAccuracy(1), m.TopAccuracy(2), m.AucOneVsOne));
    }

    [Fact]
    public void Certainty_is_free_when_right_and_infinitely_dear_when_wrong()
    {
        Assert.Equal(0, MultiClassMetrics.Compute([0, 1], [1, 0, 0, 1], 2).LogLoss);
        Assert.Equal(double.PositiveInfinity, MultiClassMetrics.Compute([1, 1], [1, 0, 0, 1], 2).LogLoss);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Refused("no rows", [], [], 2);
        Refused("1 rows of 3 classes and 2 probabilities", [0], [0.5, 0.5], 3);
        Refused("row 1 is 2", [0, 2], [0.5, 0.5, 0.5, 0.5], 2);
        Refused("row 0 is 1.5", [0], [1.5, -0.5], 2);
        Refused("row 0 sum", [0], [0.5, 0.4], 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => MultiClassMetrics.Compute([0], [1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MultiClassMetrics.Compute([0], [1, 0], 2).TopAccuracy(3));

        static void Refused(string because, int[] y, double[] p, int classes) =>
            Assert.Contains(because, Assert.Throws<ArgumentException>(() => MultiClassMetrics.Compute(y, p, classes)).Message);
    }
}
