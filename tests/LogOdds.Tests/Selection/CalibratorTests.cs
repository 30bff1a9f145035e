using LogOdds.Data;
using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Selection;

namespace LogOdds.Tests.Selection;

public class CalibratorTests
{
    private static readonly (double[] Y, double[] Scores) Rows = Drawn(4000, score => 0.5 * score - 1);

    public static TheoryData<string> Methods => ["platt", "beta", "isotonic"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_map_never_falls(string method)
    {
        // Even where scores say the opposite of the classes.
        foreach (var sign in new[] { 1, -1 })
        {
            var map = Calibrator.Fit(method, Rows.Y, [.. Rows.Scores.Select(score => sign * score)]);
            Assert.Equal(method, map.Method);
            var last = 0.0;
            for (var score = -12.0; score <= 12; score += 0.05)
            {
                var p = map.Probability(score);
                Assert.InRange(p, last, 1);
                if (p is > 0 and < 1) Near.Mixed(Math.Log(p / (1 - p)), map.LogOdds(score), 1e-9);
                last = p;
            }
            Assert.True(double.IsNaN(map.Probability(double.NaN)));
        }
    }

    [Fact]
    public void Platt_finds_the_map_that_the_rows_come_from()
    {
        var map = Calibrator.Platt(Rows.Y, Rows.Scores, isSmoothed: false);
        Near.Absolute(0.5, map.Slope, 0.06);
        Near.Absolute(-1, map.Intercept, 0.12);
        // It is the line of the calibration, which is perfect after it.
        var fit = CalibrationFit.OfLogOdds(Rows.Y, Rows.Scores);
        Near.Relative(fit.Slope, map.Slope, 1e-8);
        Near.Relative(fit.Intercept, map.Intercept, 1e-8);
        var after = CalibrationFit.OfLogOdds(Rows.Y, [.. Rows.Scores.Select(map.LogOdds)]);
        Near.Absolute(1, after.Slope, 1e-8);
        Near.Absolute(0, after.Intercept, 1e-8);
    }

    [Fact]
    public void The_beta_map_contains_the_identity_and_Platts()
    {
        for (var score = -40.0; score < 41; score += 8) Near.Mixed(score, new BetaMap(1, 1, 0).LogOdds(score), 1e-12);
        Near.Mixed(0.5 * 3 - 1, new BetaMap(0.5, 0.5, -1).LogOdds(3), 1e-12);
        var map = Calibrator.Beta(Rows.Y, Rows.Scores, isSmoothed: false);
        double Loss(CalibrationMap m) => ProbabilityScores.LogLoss(Rows.Y, [.. Rows.Scores.Select(m.Probability)]);
        // So its likelihood is never less.
        Assert.True(Loss(map) <= Loss(Calibrator.Platt(Rows.Y, Rows.Scores, isSmoothed: false)) + 1e-12);
        Near.Absolute(0.5, map.A, 0.15);
        Near.Absolute(0.5, map.B, 0.15);
    }

    [Fact]
    public void A_side_of_the_beta_map_that_would_fall_is_left_out()
    {
        // Small scores say nothing, and then less than nothing.
        var (y, scores) = Drawn(4000, score => score < 0 ? -0.6 * score - 2 : score);
        var map = Calibrator.Beta(y, scores, isSmoothed: false);
        Assert.Equal(0, map.A);
        Assert.True(map.B > 0);
    }

    [Fact]
    public void Smoothed_classes_have_a_map_even_where_scores_tell_them_apart()
    {
        double[] y = [0, 0, 1, 1], scores = [-2, -1, 1, 2];
        Assert.True(double.IsFinite(Calibrator.Platt(y, scores).Slope));
        Assert.True(Calibrator.Beta(y, scores).Probability(2) < 1);
        Assert.Contains("without error", Assert.Throws<UnusableDataException>(() => Calibrator.Platt(y, scores, isSmoothed: false)).Message);
        Assert.Contains("no row of class 1", Assert.Throws<UnusableDataException>(() => Calibrator.Platt([0, 0], [1, 2])).Message);
        Assert.Throws<ArgumentException>(() => Calibrator.Platt(y, [0, 1, double.NaN, 2]));
        Assert.Throws<ArgumentException>(() => Calibrator.Fit("none", y, scores));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Weights_are_repeated_rows(string method)
    {
        var (y, scores) = (Rows.Y[..60], Rows.Scores[..60]);
        double[] weights = [.. Enumerable.Range(0, 60).Select(i => (double)(i % 3))];
        var places = Enumerable.Range(0, 60).SelectMany(i => Enumerable.Repeat(i, i % 3)).ToArray();
        var (weighted, repeated) = (Calibrator.Fit(method, y, scores, weights), Calibrator.Fit(method, [.. places.Select(i => y[i])], [.. places.Select(i => scores[i])]));
        for (var score = -6.0; score < 7; score++) Near.Mixed(repeated.Probability(score), weighted.Probability(score), 1e-8);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_map_reads_back_as_it_was_written(string method)
    {
        using var folder = new TemporaryFolder();
        var map = Calibrator.Fit(method, Rows.Y, Rows.Scores);
        CalibrationFile.Save(map, folder.PathOf("map.json"));
        var read = CalibrationFile.Load(folder.PathOf("map.json"));
        for (var score = -6.0; score < 7; score += 0.1) Assert.Equal(map.LogOdds(score), read.LogOdds(score));
        folder.Write("other.json", """{"schema": "logodds.model/2"}""");
        Assert.Contains("not a calibration", Assert.Throws<UnusableDataException>(() => CalibrationFile.Load(folder.PathOf("other.json"))).Message);
        folder.Write("damaged.json", """{"schema": "logodds.calibration/1", "method": "isotonic", "scores": [1, 0], "shares": [0, 1]}""");
        Assert.Contains("damaged", Assert.Throws<UnusableDataException>(() => CalibrationFile.Load(folder.PathOf("damaged.json"))).Message);
    }

    [Fact]
    public void A_report_measures_maps_on_rows_that_they_have_not_seen()
    {
        var report = CalibrationReport.Of("platt", Rows.Y, Rows.Scores, seed: 5);
        Near.Absolute(0.5, report.Before.Fit.Slope, 0.06);
        Near.Absolute(1, report.After.Fit.Slope, 0.05);
        Assert.True(report.After.LogLoss < report.Before.LogLoss);
        Assert.Equal(report, CalibrationReport.Of("platt", Rows.Y, Rows.Scores, seed: 5));
    }

    /// <summary>Rows whose log-odds are a function of their score.</summary>
    private static (double[] Y, double[] Scores) Drawn(int rows, Func<double, double> logOdds)
    {
        var random = new SeededRandom(11);
        var (y, scores) = (new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            scores[i] = 2 * random.NextNormal();
            y[i] = random.NextDouble() < 1 / (1 + Math.Exp(-logOdds(scores[i]))) ? 1 : 0;
        }
        return (y, scores);
    }
}
