using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Metrics;

namespace LogOdds.Tests.Metrics;

/// <summary>Metrics against scikit-learn, on probabilities with and without ties.</summary>
public class MetricsReferenceTests
{
    [Theory]
    [InlineData("metrics_pima_test", "p")]
    [InlineData("metrics_pima_test_ties", "p_rounded")]
    public void Metrics_equal_scikit_learn(string file, string column)
    {
        var golden = Golden.Load($"more/golden/{file}.json");
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data/pima_test_predictions.csv"));
        var y = ((NumericColumn)table["y"]).Values;
        var p = ((NumericColumn)table[column]).Values;

        var metrics = BinaryMetrics.Compute(y, p);
        Assert.Equal(golden["n"].Number, metrics.Rows);
        Assert.Equal(0.5, metrics.Threshold);
        Assert.Equal(ConfusionCounts.At(y, p, 0.5), metrics.Confusion);
        Near.Relative(golden["auc"].Number, metrics.Auc, 1e-12);
        Near.Relative(golden["average_precision"].Number, metrics.AveragePrecision, 1e-12);
        Near.Relative(golden["log_loss"].Number, metrics.LogLoss, 1e-12);
        Near.Relative(golden["brier"].Number, metrics.Brier, 1e-12);

        foreach (var (threshold, at) in golden["at_threshold"].Properties)
        {
            var c = ConfusionCounts.At(y, p, double.Parse(threshold, System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal((at["tp"].Number, at["tn"].Number, at["fp"].Number, at["fn"].Number), (c.TruePositives, c.TrueNegatives, c.FalsePositives, c.FalseNegatives));
            Near.Relative(at["accuracy"].Number, c.Accuracy, 1e-12);
            Near.Relative(at["precision"].Number, c.Precision, 1e-12);
            Near.Relative(at["recall"].Number, c.Recall, 1e-12);
            Near.Relative(at["specificity"].Number, c.Specificity, 1e-12);
            Near.Relative(at["f1"].Number, c.F1, 1e-12);
            Near.Relative(at["f1"].Number, c.FBeta(1), 1e-12);
            Near.Relative(at["f2"].Number, c.FBeta(2), 1e-12);
            Near.Relative(at["mcc"].Number, c.Mcc, 1e-12);
            Near.Relative(at["balanced_accuracy"].Number, c.BalancedAccuracy, 1e-12);
            Near.Relative(at["kappa"].Number, c.Kappa, 1e-12);
            Near.Relative(at["npv"].Number, c.NegativePredictiveValue, 1e-12);
            Near.Relative(1 - at["accuracy"].Number, c.ErrorRate, 1e-12);
        }

        var roc = RocCurve.Compute(y, p);
        var (fpr, tpr, thresholds) = (golden["roc"]["false_positive_rate"].Numbers, golden["roc"]["true_positive_rate"].Numbers, golden["roc"]["thresholds"].Numbers);
        Assert.Equal(fpr.Length, roc.Points.Count);
        for (var i = 0; i < fpr.Length; i++)
        {
            Near.Absolute(fpr[i], roc.Points[i].FalsePositiveRate, 1e-15);
            Near.Absolute(tpr[i], roc.Points[i].TruePositiveRate, 1e-15);
            Assert.Equal(thresholds[i], roc.Points[i].Threshold);
        }

        // scikit-learn lists this curve by rising threshold and ends it with a point (precision 1, recall 0) of its own.
        var curve = PrecisionRecallCurve.Compute(y, p).Points.Reverse().ToArray();
        var (precision, recall) = (golden["precision_recall"]["precision"].Numbers, golden["precision_recall"]["recall"].Numbers);
        Assert.Equal(precision.Length - 1, curve.Length);
        Assert.Equal(golden["precision_recall"]["thresholds"].Numbers, curve.Select(point => point.Threshold));
        for (var i = 0; i < curve.Length; i++)
        {
            Near.Relative(precision[i], curve[i].Precision, 1e-12);
            Near.Relative(recall[i], curve[i].Recall, 1e-12);
        }

        Same(golden["calibration_curve_10_bins"]["uniform"], CalibrationTable.ByWidth(y, p, 10), metrics.Rows);
        Same(golden["calibration_curve_10_bins"]["quantile"], CalibrationTable.ByQuantiles(y, p, 10), metrics.Rows);
    }

    private static void Same(Golden golden, IReadOnlyList<CalibrationBin> table, long rows)
    {
        Assert.Equal(rows, table.Sum(bin => bin.Rows));
        Assert.Equal(golden["predicted"].Numbers.Length, table.Count);
        for (var i = 0; i < table.Count; i++)
        {
            Near.Relative(golden["predicted"].Numbers[i], table[i].Predicted, 1e-12);
            Near.Absolute(golden["observed"].Numbers[i], table[i].Observed, 1e-12);
        }
    }
}
