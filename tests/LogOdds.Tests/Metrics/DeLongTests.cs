using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Metrics;

namespace LogOdds.Tests.Metrics;

/// <summary>DeLong's variance and test: against pROC, against their definition in O(n²), and at the edges.</summary>
public class DeLongTests
{
    [Fact]
    public void Two_markers_of_a_haemorrhage_are_compared_as_pROC_compares_them()
    {
        var golden = Golden.Load("more/golden/roc_asah.json");
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data/asah.csv"));
        var y = Enumerable.Range(0, table.Rows).Select(row => table["outcome"].TextAt(row) == "Poor" ? 1.0 : 0).ToArray();
        var first = ((NumericColumn)table[golden["first_score"].Text]).Values;
        var second = ((NumericColumn)table[golden["second_score"].Text]).Values;

        var comparison = DeLong.Compare(y, first, second);
        Assert.Equal((golden["n"].Number, golden["positives"].Number), (comparison.First.Positives + comparison.First.Negatives, comparison.First.Positives));
        Same(golden["first"], comparison.First, RocCurve.Compute(y, first));
        Same(golden["second"], comparison.Second, RocCurve.Compute(y, second));
        Near.Relative(golden["delong_test"]["z"].Number, comparison.Z, 1e-12);
        Near.Relative(golden["delong_test"]["p"].Number, comparison.P, 1e-12);
        Near.Relative(golden["delong_test"]["covariance"].Number, comparison.Covariance, 1e-12);

        static void Same(Golden golden, AucEstimate estimate, RocCurve curve)
        {
            Near.Relative(golden["auc"].Number, estimate.Area, 1e-14);
            Assert.Equal(curve.Area, estimate.Area);
            Near.Relative(golden["delong_variance"].Number, estimate.Variance, 1e-13);
            Near.Relative(golden["delong_ci95"].Numbers[0], estimate.Interval().Low, 1e-13);
            Near.Relative(golden["delong_ci95"].Numbers[1], estimate.Interval().High, 1e-13);
            Near.Relative(golden["partial_auc_specificity_1_to_0.9"].Number, curve.PartialArea(0.9), 1e-12);
            Near.Relative(golden["partial_auc_corrected"].Number, curve.StandardizedPartialArea(0.9), 1e-12);
            Near.Relative(golden["sensitivity_at_specificity_0.9"].Number, curve.RecallAt(0.9), 1e-14);
            Assert.Equal(golden["points"].Number, curve.Points.Count);
        }
    }

    [Theory]
    [InlineData("metrics_pima_test", "p")]
    [InlineData("metrics_pima_test_ties", "p_rounded")]
    public void The_variance_equals_that_of_pROC_with_and_without_ties(string file, string column)
    {
        var golden = Golden.Load($"more/golden/{file}.json");
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data/pima_test_predictions.csv"));
        var estimate = DeLong.Estimate(((NumericColumn)table["y"]).Values, ((NumericColumn)table[column]).Values);
        Near.Relative(golden["auc"].Number, estimate.Area, 1e-14);
        Near.Relative(golden["auc_delong_variance"].Number, estimate.Variance, 1e-13);
        Near.Relative(golden["auc_delong_ci95"].Numbers[0], estimate.Interval().Low, 1e-13);
        Near.Relative(golden["auc_delong_ci95"].Numbers[1], estimate.Interval().High, 1e-13);
    }

    [Theory]
    [InlineData(1, 40, 0)]
    [InlineData(2, 60, 5)]
    [InlineData(3, 25, 2)]
    [InlineData(4, 200, 30)]
    public void Ranks_give_what_all_pairs_give(int seed, int rows, int distinct)
    {
        var (y, first) = RandomScores.Of(seed, rows, distinct);
        var second = RandomScores.Of(seed + 100, rows, distinct).P;
        var comparison = DeLong.Compare(y, first, second);
        var (areaA, areaB, varianceA, varianceB, covariance) = ByPairs(y, first, second);
        Near.Relative(areaA, comparison.First.Area, 1e-12);
        Near.Relative(areaB, comparison.Second.Area, 1e-12);
        Near.Relative(varianceA, comparison.First.Variance, 1e-12);
        Near.Relative(varianceB, comparison.Second.Variance, 1e-12);
        Near.Absolute(covariance, comparison.Covariance, 1e-15);
        Near.Relative((areaA - areaB) / Math.Sqrt(varianceA + varianceB - 2 * covariance), comparison.Z, 1e-10);
    }

    [Fact]
    public void Swapped_models_negate_z_and_keep_p()
    {
        var (y, first) = RandomScores.Of(5, 90, 12);
        var second = RandomScores.Of(6, 90).P;
        var (there, back) = (DeLong.Compare(y, first, second), DeLong.Compare(y, second, first));
        Near.Relative(-there.Z, back.Z, 1e-14);
        Near.Relative(there.P, back.P, 1e-13);
        Near.Absolute(-there.Interval().Low, back.Interval().High, 1e-15);
    }

    [Fact]
    public void Rising_maps_change_nothing_and_leave_nothing_to_test()
    {
        var (y, p) = RandomScores.Of(7, 120, 20);
        double[] eta = [.. p.Select(v => 5 * Math.Log(v / (1 - v)) + 3)];
        var comparison = DeLong.Compare(y, p, eta);
        Assert.Equal(comparison.First, comparison.Second);
        Assert.Equal((0, 0, double.NaN, double.NaN), (comparison.Difference, comparison.DifferenceVariance, comparison.Z, comparison.P));
        Assert.Equal(new ConfidenceInterval(0, 0), comparison.Interval());
    }

    [Fact]
    public void Swapped_classes_mirror_the_area_and_keep_the_variance()
    {
        var (y, p) = RandomScores.Of(8, 80, 9);
        var (straight, swapped) = (DeLong.Estimate(y, p), DeLong.Estimate([.. y.Select(v => 1 - v)], p));
        Near.Relative(1 - straight.Area, swapped.Area, 1e-14);
        Near.Relative(straight.Variance, swapped.Variance, 1e-13);
    }

    [Fact]
    public void A_perfect_order_shows_no_variance()
    {
        var perfect = DeLong.Estimate([0.0, 0, 1, 1], [1, 2, 3, 4]);
        Assert.Equal((1, 0), (perfect.Area, perfect.Variance));
        Assert.Equal(new ConfidenceInterval(1, 1), perfect.Interval());
        Assert.Equal((0, 0), (DeLong.Estimate([1.0, 1, 0, 0], [1, 2, 3, 4]).Area, DeLong.Estimate([1.0, 1, 0, 0], [1, 2, 3, 4]).Variance));
    }

    [Fact]
    public void The_interval_stays_within_the_range_of_the_area()
    {
        var nearly = DeLong.Estimate([0.0, 0, 1, 0, 1, 1, 1], [1, 2, 3, 4, 5, 6, 7]);
        Assert.Equal(1, nearly.Interval().High);
        Assert.InRange(nearly.Interval(0.999999).Low, 0, nearly.Interval().Low);
        Assert.Throws<ArgumentOutOfRangeException>(() => nearly.Interval(1));
    }

    [Fact]
    public void All_ties_have_the_area_one_half_and_no_variance() =>
        Assert.Equal(new AucEstimate(0.5, 0, 2, 2), DeLong.Estimate([0.0, 1, 0, 1], [3, 3, 3, 3]));

    [Fact]
    public void Too_few_rows_have_no_variance_and_one_class_has_no_area()
    {
        Assert.Equal(new AucEstimate(1, double.NaN, 1, 1), DeLong.Estimate([0.0, 1], [1, 2]));
        Assert.Equal(new AucEstimate(double.NaN, double.NaN, 2, 0), DeLong.Estimate([1.0, 1], [1, 2]));
        Assert.Equal(double.NaN, DeLong.Estimate([1.0, 1], [1, 2]).Interval().Low);
        Assert.Equal(double.NaN, DeLong.Compare([0.0, 1], [1, 2], [2, 1]).P);
    }

    [Fact]
    public void Infinite_scores_have_their_place_and_NaN_has_none()
    {
        Assert.Equal(1, DeLong.Estimate([0.0, 0, 1, 1], [double.NegativeInfinity, -800, 800, double.PositiveInfinity]).Area);
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => DeLong.Estimate([0.0, 1], [1, double.NaN])).Message);
        Assert.Contains("2 classes and 1 scores", Assert.Throws<ArgumentException>(() => DeLong.Compare([0.0, 1], [1, 2], [1])).Message);
    }

    [Fact]
    public void A_million_rows_are_no_hurdle()
    {
        var (y, p) = RandomScores.Of(9, 1_000_000);
        var estimate = DeLong.Estimate(y, p);
        Assert.Equal(RocCurve.Compute(y, p).Area, estimate.Area);
        // The variance of an area A is at most A(1 − A) over the rows of the smaller class.
        Assert.InRange(estimate.Variance, 1e-9, estimate.Area * (1 - estimate.Area) / Math.Min(estimate.Positives, estimate.Negatives));
    }

    [Fact]
    public void Parts_of_the_curve_add_up_to_the_whole()
    {
        var (y, p) = RandomScores.Of(10, 150, 20);
        var curve = RocCurve.Compute(y, p);
        Near.Relative(curve.Area, curve.PartialArea(0), 1e-13);
        Near.Relative(curve.Area, curve.StandardizedPartialArea(0), 1e-13);
        Assert.Equal(0, curve.PartialArea(1));
        Assert.Equal(double.NaN, curve.StandardizedPartialArea(1));
        foreach (var specificity in new[] { 0.95, 0.6, 0.5, 0.31 })
        {
            const int steps = 100_000;
            var sum = Enumerable.Range(0, steps).Sum(i => curve.RecallAt(1 - (1 - specificity) * (i + 0.5) / steps)) * (1 - specificity) / steps;
            Near.Relative(sum, curve.PartialArea(specificity), 1e-4);
        }
    }

    [Fact]
    public void Recall_at_a_specificity_is_the_highest_there_and_between_points_on_the_line()
    {
        // By falling score: a 1, then a tie of a 0 and a 1, then a 1, then three 0.
        var curve = RocCurve.Compute([1.0, 0, 1, 1, 0, 0, 0], [9, 8, 8, 7, 3, 2, 1]);
        Assert.Equal((1.0 / 3, 1, 1), (curve.RecallAt(1), curve.RecallAt(0.75), curve.RecallAt(0)));
        Near.Relative(1.0 / 2, curve.RecallAt(0.875), 1e-14);
        Assert.Equal(double.NaN, RocCurve.Compute([1.0, 1], [1, 2]).RecallAt(0.9));
        Assert.Equal(double.NaN, RocCurve.Compute([0.0, 0], [1, 2]).PartialArea(0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.RecallAt(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.PartialArea(double.NaN));
    }

    /// <summary>The definition: averages over all pairs, and variances of each row's average.</summary>
    private static (double A, double B, double VarianceA, double VarianceB, double Covariance) ByPairs(double[] y, double[] first, double[] second)
    {
        int[] ones = [.. Enumerable.Range(0, y.Length).Where(i => y[i] == 1)], zeros = [.. Enumerable.Range(0, y.Length).Where(i => y[i] == 0)];
        static double Kernel(double one, double zero) => one > zero ? 1 : one == zero ? 0.5 : 0;
        double[] Ones(double[] s) => [.. ones.Select(i => zeros.Average(j => Kernel(s[i], s[j])))];
        double[] Zeros(double[] s) => [.. zeros.Select(j => ones.Average(i => Kernel(s[i], s[j])))];
        static double Covariance(double[] a, double[] b)
        {
            var (meanA, meanB) = (a.Average(), b.Average());
            return a.Zip(b, (u, v) => (u - meanA) * (v - meanB)).Sum() / (a.Length - 1);
        }
        double Total(double[] a, double[] b) => Covariance(Ones(a), Ones(b)) / ones.Length + Covariance(Zeros(a), Zeros(b)) / zeros.Length;
        return (Ones(first).Average(), Ones(second).Average(), Total(first, first), Total(second, second), Total(first, second));
    }
}
