using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Metrics;

namespace LogOdds.Tests.Metrics;

public class IsotonicFitTests
{
    [Theory]
    [InlineData("metrics_pima_test", "p")]
    [InlineData("metrics_pima_test_ties", "p_rounded")]
    public void Shares_equal_those_of_scikit_learn(string file, string column)
    {
        var golden = Golden.Load($"more/golden/{file}.json")["isotonic_first20"].Numbers;
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data/pima_test_predictions.csv"));
        var p = ((NumericColumn)table[column]).Values;
        var fit = IsotonicFit.Compute(((NumericColumn)table["y"]).Values, p);
        for (var i = 0; i < golden.Length; i++) Near.Relative(golden[i], fit.ShareAt(p[i]), 1e-14);
    }

    [Theory]
    [InlineData(1, 60, 0)]
    [InlineData(2, 100, 12)]
    public void The_fit_rises_keeps_the_total_and_is_the_least_of_squares(int seed, int rows, int distinct)
    {
        var (y, p) = RandomScores.Of(seed, rows, distinct);
        double[] weights = [.. y.Select((_, i) => 1.0 + i % 3)];
        var fit = IsotonicFit.Compute(y, p, weights);
        double[] shares = [.. p.Select(fit.ShareAt)];
        Assert.Equal(fit.Scores.Order().Distinct(), fit.Scores);
        Assert.Equal(fit.Shares.Order(), fit.Shares);
        Near.Relative(y.Zip(weights, (a, w) => a * w).Sum(), shares.Zip(weights, (a, w) => a * w).Sum(), 1e-13);

        // The max-min formula of Robertson, Wright and Dykstra (1988): the largest over starts of the least over ends of the mean.
        double[] scores = [.. p.Distinct().Order()];
        double Mean(double low, double high)
        {
            var within = Enumerable.Range(0, rows).Where(i => p[i] >= low && p[i] <= high).ToArray();
            return within.Sum(i => weights[i] * y[i]) / within.Sum(i => weights[i]);
        }
        foreach (var score in scores)
            Near.Absolute(scores.Where(low => low <= score).Max(low => scores.Where(high => high >= score).Min(high => Mean(low, high))), fit.ShareAt(score), 1e-13);
    }

    [Fact]
    public void Between_scores_it_is_linear_and_beyond_them_constant()
    {
        var fit = IsotonicFit.Compute([0.0, 1, 0, 1, 1], [1, 2, 3, 4, 6]);
        Assert.Equal([1, 2, 3, 4, 6], fit.Scores);
        Assert.Equal([0, 0.5, 0.5, 1, 1], fit.Shares);
        Assert.Equal((0, 0.25, 0.5, 0.75, 1, 1), (fit.ShareAt(-5), fit.ShareAt(1.5), fit.ShareAt(2.2), fit.ShareAt(3.5), fit.ShareAt(5), fit.ShareAt(double.PositiveInfinity)));
        Assert.Throws<ArgumentOutOfRangeException>(() => fit.ShareAt(double.NaN));
    }

    [Fact]
    public void A_reversed_order_or_one_class_is_one_step()
    {
        Assert.Equal([0.5, 0.5], IsotonicFit.Compute([1.0, 1, 0, 0], [1, 2, 3, 4]).Shares);
        Assert.Equal([1], IsotonicFit.Compute([1.0], [0.3]).Shares);
        Assert.Equal([0, 0], IsotonicFit.Compute([0.0, 0], [0.3, 0.4]).Shares);
        Assert.Contains("row 0", Assert.Throws<ArgumentException>(() => IsotonicFit.Compute([1.0], [double.PositiveInfinity])).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => IsotonicFit.Compute([], [])).Message);
    }
}
