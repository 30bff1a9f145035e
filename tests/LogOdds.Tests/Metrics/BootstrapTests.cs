using LogOdds.Metrics;

namespace LogOdds.Tests.Metrics;

public class BootstrapTests
{
    private static readonly (double[] Y, double[] P) Rows = RandomScores.Of(1, 300, 50);

    [Fact]
    public void Intervals_are_the_same_for_any_number_of_threads_and_other_for_other_seeds()
    {
        BootstrapResult With(int threads, long seed) => new Bootstrap { Replicates = 200, Seed = seed, Threads = threads }.Intervals(Rows.Y, Figures);
        var (one, many, other) = (With(1, 7), With(4, 7), With(4, 8));
        Assert.Equal(one.Intervals, many.Intervals);
        Assert.Equal((one.Replicates, one.Redrawn), (many.Replicates, many.Redrawn));
        Assert.NotEqual(one.Intervals, other.Intervals);
    }

    [Fact]
    public void The_interval_of_a_mean_is_that_of_its_standard_error()
    {
        double[] errors = [.. Rows.Y.Zip(Rows.P, (y, p) => (p - y) * (p - y))];
        var mean = errors.Average();
        var error = Math.Sqrt(errors.Sum(e => (e - mean) * (e - mean)) / errors.Length / errors.Length);
        foreach (var level in new[] { 0.5, 0.9, 0.95 })
        {
            var wald = ConfidenceInterval.Wald(mean, error, level);
            var interval = new Bootstrap { Replicates = 20_000, Level = level }.Intervals(Rows.Y, weights => [ProbabilityScores.Brier(Rows.Y, Rows.P, weights)]).Intervals[0].Interval;
            Near.Absolute(wald.Low, interval.Low, 0.1 * error);
            Near.Absolute(wald.High, interval.High, 0.1 * error);
        }
    }

    [Fact]
    public void Every_resample_has_as_many_rows_as_there_are_and_both_classes()
    {
        double[] y = [1, 0, 0, 0];
        var totals = new System.Collections.Concurrent.ConcurrentBag<double>();
        var result = new Bootstrap { Replicates = 500 }.Intervals(y, weights =>
        {
            Assert.True(weights[0] > 0 && weights[1] + weights[2] + weights[3] > 0);
            totals.Add(weights[0] + weights[1] + weights[2] + weights[3]);
            return [weights[0]];
        });
        Assert.Equal(Enumerable.Repeat(4.0, 500), totals);
        // A row of four is absent from a resample with probability (3/4)⁴ = 0.316: for 500 that are kept some 230 are not.
        Assert.InRange(result.Redrawn, 150, 330);
        Assert.Equal(1, result.Intervals[0].Interval.Low);
    }

    [Fact]
    public void A_weight_of_two_on_every_row_changes_no_share()
    {
        double[] twos = [.. Rows.Y.Select(_ => 2.0)];
        var bootstrap = new Bootstrap { Replicates = 100 };
        Assert.Equal(bootstrap.Intervals(Rows.Y, Figures).Intervals, bootstrap.Intervals(Rows.Y, Figures, twos).Intervals);
    }

    [Fact]
    public void A_row_of_weight_zero_never_counts()
    {
        double[] weights = [.. Rows.Y.Select((_, i) => i % 2 == 0 ? 1.0 : 0)];
        new Bootstrap { Replicates = 20 }.Intervals(Rows.Y, drawn =>
        {
            for (var i = 1; i < drawn.Length; i += 2) Assert.Equal(0, drawn[i]);
            return [];
        }, weights);
    }

    [Fact]
    public void Resamples_without_the_figure_are_counted_and_left_out()
    {
        // Only the first row is predicted 1, so there is no precision where it is not drawn.
        double[] y = [1, 0, 1, 0, 1, 0], p = [0.9, 0.1, 0.2, 0.3, 0.2, 0.1];
        var result = new Bootstrap { Replicates = 400 }.Intervals(y, weights => [ConfusionCounts.At(y, p, 0.5, weights).Precision, double.NaN]);
        Assert.InRange(result.Intervals[0].Undefined, 80, 200);
        Assert.Equal(new ConfidenceInterval(1, 1), result.Intervals[0].Interval);
        Assert.Equal(new BootstrapInterval(ConfidenceInterval.None, 400, double.NaN), result.Intervals[1]);
    }

    [Fact]
    public void Infinite_figures_have_infinite_ends()
    {
        // ∞ wherever the first row is drawn, which is in most resamples.
        double[] y = [1, 0, 1, 0], p = [0, 0.1, 0.9, 0.2];
        var interval = new Bootstrap { Replicates = 200 }.Intervals(y, weights => [ProbabilityScores.LogLoss(y, p, weights)]).Intervals[0].Interval;
        Assert.True(double.IsFinite(interval.Low));
        Assert.Equal(double.PositiveInfinity, interval.High);
    }

    [Fact]
    public void Rows_of_one_class_are_drawn_as_they_are()
    {
        var result = new Bootstrap { Replicates = 50 }.Intervals(new double[] { 1, 1, 1 }, weights => [ConfusionCounts.At([1.0, 1, 1], [0.9, 0.2, 0.7], 0.5, weights).Recall]);
        Assert.Equal(0, result.Redrawn);
        Assert.Equal(1, result.Intervals[0].Interval.High);
    }

    [Fact]
    public void The_number_of_resamples_follows_that_of_the_rows_unless_set()
    {
        var defaults = new Bootstrap();
        Assert.Equal((1000, 1000, 200), (defaults.ReplicatesFor(1), defaults.ReplicatesFor(20_000), defaults.ReplicatesFor(20_001)));
        Assert.Equal(3, new Bootstrap { Replicates = 3 }.ReplicatesFor(1_000_000));
        var none = new Bootstrap { Replicates = 0 }.Intervals(Rows.Y, Figures);
        Assert.Equal(0, none.Replicates);
        Assert.Equal([new BootstrapInterval(ConfidenceInterval.None, 0, double.NaN), new BootstrapInterval(ConfidenceInterval.None, 0, double.NaN)], none.Intervals);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bootstrap { Replicates = -1 }.Intervals(Rows.Y, Figures));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bootstrap { Level = 1 }.Intervals(Rows.Y, Figures));
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => new Bootstrap().Intervals(new[] { 1, double.NaN }, Figures)).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => new Bootstrap().Intervals(Array.Empty<double>(), Figures)).Message);
        Assert.Contains("2 classes and 1 weights", Assert.Throws<ArgumentException>(() => new Bootstrap().Intervals(new double[] { 1, 0 }, Figures, new double[] { 1 })).Message);
    }

    private static double[] Figures(ReadOnlySpan<double> weights) => [RocCurve.Compute(Rows.Y, Rows.P, weights).Area, ConfusionCounts.At(Rows.Y, Rows.P, 0.5, weights).F1];
}
