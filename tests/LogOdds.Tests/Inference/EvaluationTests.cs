using LogOdds.Data;
using LogOdds.Inference;
using LogOdds.IO;
using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Tests.Inference;

public class EvaluationTests
{
    private static readonly Table Births = TableReader.Read(Repository.Sample("birthwt.csv"));
    private static readonly LogisticModel Model = LogisticRegression.Fit(Births, "low ~ .");
    private static readonly LogisticModel Small = LogisticRegression.Fit(Births, "low ~ age + lwt");

    [Fact]
    public void Figures_are_those_of_the_metrics_and_stand_within_their_intervals()
    {
        var outcomes = ScoredOutcomes.Of(Model, Births);
        var evaluation = Evaluation.Of(outcomes, 0.4, new Bootstrap { Replicates = 400, Level = 0.9 });
        var metrics = Model.Evaluate(Births, 0.4);
        Assert.Equal(metrics, evaluation.Metrics);
        (double Expected, MetricEstimate Actual)[] pairs =
        [
            (metrics.Auc, evaluation.Auc), (metrics.AveragePrecision, evaluation.AveragePrecision), (metrics.LogLoss, evaluation.LogLoss), (metrics.Brier, evaluation.Brier),
            (metrics.Accuracy, evaluation.Accuracy), (metrics.ErrorRate, evaluation.ErrorRate), (metrics.Precision, evaluation.Precision), (metrics.Recall, evaluation.Recall),
            (metrics.Specificity, evaluation.Specificity), (metrics.F1, evaluation.F1), (metrics.Mcc, evaluation.Mcc), (metrics.BalancedAccuracy, evaluation.BalancedAccuracy),
        ];
        foreach (var (expected, actual) in pairs)
        {
            Assert.Equal(expected, actual.Value);
            Assert.True(actual.Interval.Low < expected && expected < actual.Interval.High);
        }
        Assert.Equal(DeLong.Estimate(outcomes.Classes.Span, outcomes.Probabilities.Span).Interval(0.9), evaluation.Auc.Interval);
        Assert.Equal(ConfidenceInterval.Wilson(metrics.Confusion.TruePositives, 59, 0.9), evaluation.Recall.Interval);
        Assert.Equal((IntervalMethod.DeLong, IntervalMethod.Wilson, IntervalMethod.Bootstrap), (evaluation.Auc.Method, evaluation.Accuracy.Method, evaluation.F1.Method));
    }

    [Fact]
    public void Bootstrap_intervals_are_those_of_the_metrics_on_resampled_rows()
    {
        var outcomes = ScoredOutcomes.Of(Model, Births);
        var bootstrap = new Bootstrap { Replicates = 50, Seed = 3 };
        var (eta, y) = (outcomes.LogOdds.ToArray(), outcomes.Classes.ToArray());
        Array.Sort(eta, y);
        double[] p = [.. eta.Select(v => 1 / (1 + Math.Exp(-v)))];
        var expected = bootstrap.Intervals(y, weights =>
        {
            var m = BinaryMetrics.Compute(y, p, 0.5, weights);
            return [m.AveragePrecision, m.LogLoss, m.Brier, m.F1, m.Mcc, m.BalancedAccuracy];
        });
        var e = Evaluation.Of(outcomes, 0.5, bootstrap);
        MetricEstimate[] actual = [e.AveragePrecision, e.LogLoss, e.Brier, e.F1, e.Mcc, e.BalancedAccuracy];
        for (var j = 0; j < actual.Length; j++)
        {
            Near.Relative(expected.Intervals[j].Interval.Low, actual[j].Interval.Low, 1e-12);
            Near.Relative(expected.Intervals[j].Interval.High, actual[j].Interval.High, 1e-12);
        }
    }

    [Fact]
    public void Comparing_is_of_the_same_rows_and_turns_its_signs_when_swapped()
    {
        var (full, small) = ScoredOutcomes.Of(Model, Small, Births);
        var bootstrap = new Bootstrap { Replicates = 200 };
        var (there, back) = (ModelComparison.Of(full, small, bootstrap), ModelComparison.Of(small, full, bootstrap));
        Near.Relative(Model.Evaluate(Births).LogLoss - Small.Evaluate(Births).LogLoss, there.LogLoss.Value, 1e-12);
        Near.Relative(Model.Evaluate(Births).Brier - Small.Evaluate(Births).Brier, there.Brier.Value, 1e-12);
        Near.Relative(-there.Auc.Z, back.Auc.Z, 1e-14);
        Near.Relative(-there.LogLoss.Value, back.LogLoss.Value, 1e-14);
        Near.Absolute(-there.LogLoss.Interval.Low, back.LogLoss.Interval.High, 1e-15);
        Assert.True(there.LogLoss.Interval.High < 0 && there.Brier.Interval.High < 0);
        var alike = ModelComparison.Of(full, full, bootstrap);
        Assert.Equal((0, double.NaN, new ConfidenceInterval(0, 0)), (alike.Auc.Difference, alike.Auc.P, alike.LogLoss.Interval));
    }

    [Fact]
    public void Rows_that_either_model_misses_are_left_out_for_both()
    {
        var table = TableReader.Read(new MemoryStream("low,a,b\n0,1,1\n1,2,\n0,,2\n1,3,1\n0,2,3\n1,1,2\n"u8.ToArray()), "rows");
        var (a, b) = (LogisticRegression.Fit(table, "low ~ a"), LogisticRegression.Fit(table, "low ~ b"));
        Assert.Equal((5, 5), (ScoredOutcomes.Of(a, table).Rows, ScoredOutcomes.Of(b, table).Rows));
        var (first, second) = ScoredOutcomes.Of(a, b, table);
        Assert.Equal((4, 4), (first.Rows, second.Rows));
        Assert.Equal([0, 1, 0, 1], first.Classes.ToArray());
        Assert.Throws<ArgumentException>(() => ModelComparison.Of(first, ScoredOutcomes.Of(b, table)));
        var other = LogisticRegression.Fit(table, "low ~ b", new FitOptions { Positive = "0" });
        Assert.Contains("different things", Assert.Throws<UnusableDataException>(() => ScoredOutcomes.Of(a, other, table)).Message);
    }

    [Fact]
    public void One_class_alone_has_what_it_can_have()
    {
        var evaluation = Evaluation.Of(ScoredOutcomes.Of(Model, Births.Where("low", "1")), bootstrap: new Bootstrap { Replicates = 20 });
        Assert.Equal((double.NaN, double.NaN, double.NaN), (evaluation.Auc.Value, evaluation.Auc.Interval.Low, evaluation.Specificity.Interval.High));
        Assert.Equal(double.NaN, evaluation.Calibration.Slope);
        Assert.True(evaluation.Recall.Interval.Low < evaluation.Recall.Value && evaluation.Brier.Interval.Low < evaluation.Brier.Value);
    }
}
