using LogOdds.Metrics;

namespace LogOdds.Tests.Metrics;

public class ConfidenceIntervalTests
{
    // The interval is where the score test turns: (s/n − π)² = z² π(1 − π)/n.
    [Theory]
    [InlineData(8, 10, 0.95)]
    [InlineData(1, 29, 0.95)]
    [InlineData(81, 263, 0.99)]
    [InlineData(0, 20, 0.95)]
    [InlineData(20, 20, 0.9)]
    [InlineData(999_999, 1_000_000, 0.95)]
    public void The_ends_of_a_Wilson_interval_solve_its_equation(double successes, double trials, double level)
    {
        var interval = ConfidenceInterval.Wilson(successes, trials, level);
        var z = ConfidenceInterval.Wald(0, 1, level).High;
        var share = successes / trials;
        foreach (var end in new[] { interval.Low, interval.High })
            Near.Absolute(z * z * end * (1 - end) / trials, (share - end) * (share - end), 1e-15);
        Assert.True(interval.Low <= share && share <= interval.High && interval.Low < interval.High);
    }

    [Fact]
    public void The_ends_are_known_where_they_are_simple()
    {
        Near.Relative(1.9599639845400545, ConfidenceInterval.Wald(0, 1).High, 1e-15);
        // 0 of n: z²/(n + z²) on the one side, exactly 0 on the other.
        var square = 1.9599639845400545 * 1.9599639845400545;
        Assert.Equal(0, ConfidenceInterval.Wilson(0, 20).Low);
        Near.Relative(square / (20 + square), ConfidenceInterval.Wilson(0, 20).High, 1e-14);
        Assert.Equal(1, ConfidenceInterval.Wilson(20, 20).High);
        Assert.Equal(ConfidenceInterval.None, ConfidenceInterval.Wilson(0, 0));
        Assert.Equal(ConfidenceInterval.None, ConfidenceInterval.Wald(1, double.NaN));
    }

    [Fact]
    public void Bins_of_a_calibration_table_have_the_interval_of_their_share()
    {
        var (y, p) = RandomScores.Of(2, 500);
        foreach (var bin in CalibrationTable.ByQuantiles(y, p, 10))
            Assert.Equal(ConfidenceInterval.Wilson(Math.Round(bin.Observed * bin.Rows), bin.Rows, 0.9), bin.Interval(0.9));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.Wilson(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.Wilson(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.Wilson(1, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.Wald(1, 2, double.NaN));
    }
}
