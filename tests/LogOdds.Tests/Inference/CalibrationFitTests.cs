using LogOdds.Data;
using LogOdds.Inference;
using LogOdds.IO;
using LogOdds.Tests.Metrics;

namespace LogOdds.Tests.Inference;

public class CalibrationFitTests
{
    [Theory]
    [InlineData("metrics_pima_test", "p")]
    [InlineData("metrics_pima_test_ties", "p_rounded")]
    public void Slope_intercept_and_calibration_in_the_large_equal_glm(string file, string column)
    {
        var golden = Golden.Load($"more/golden/{file}.json")["calibration"];
        var table = TableReader.Read(Path.Combine(Golden.Folder, "more/data/pima_test_predictions.csv"));
        var fit = CalibrationFit.OfProbabilities(((NumericColumn)table["y"]).Values, ((NumericColumn)table[column]).Values);
        Near.Relative(golden["slope"].Number, fit.Slope, 1e-12);
        Near.Relative(golden["intercept"].Number, fit.Intercept, 1e-12);
        Near.Relative(golden["in_the_large"].Number, fit.InTheLarge, 1e-12);
        Near.Relative(golden["slope_se"].Number, fit.SlopeStandardError, 1e-12);
    }

    [Fact]
    public void It_is_the_fit_of_a_model_with_the_log_odds_as_its_only_column_or_as_its_offset()
    {
        var (y, p) = RandomScores.Of(1, 400);
        double[] eta = [.. p.Select(v => Math.Log(v / (1 - v)))];
        var table = new Table([new NumericColumn("y", y), new NumericColumn("eta", eta)]);
        var line = LogisticRegression.Fit(table, "y ~ eta");
        var large = LogisticRegression.Fit(table, "y ~ 1", new FitOptions { Offset = "eta" });
        var fit = CalibrationFit.OfLogOdds(y, eta);
        Near.Relative(line["eta"].Estimate!.Value, fit.Slope, 1e-11);
        Near.Relative(line["eta"].StandardError!.Value, fit.SlopeStandardError, 1e-11);
        Near.Relative(line["(Intercept)"].Estimate!.Value, fit.Intercept, 1e-11);
        Near.Relative(line["(Intercept)"].StandardError!.Value, fit.InterceptStandardError, 1e-11);
        Near.Relative(large["(Intercept)"].Estimate!.Value, fit.InTheLarge, 1e-11);
        Near.Relative(large["(Intercept)"].StandardError!.Value, fit.InTheLargeStandardError, 1e-11);
        Near.Relative(line["eta"].Low!.Value, fit.SlopeInterval().Low, 1e-11);
        Near.Relative(line["(Intercept)"].High!.Value, fit.InterceptInterval().High, 1e-11);
        Near.Relative(large["(Intercept)"].Low!.Value, fit.InTheLargeInterval().Low, 1e-11);
    }

    [Fact]
    public void A_maximum_of_the_likelihood_is_calibrated_on_its_own_rows()
    {
        var marks = TableReader.Read(Repository.Sample("exam_marks.csv"));
        var outcomes = ScoredOutcomes.Of(LogisticRegression.Fit(marks, "admitted ~ exam1 + exam2"), marks);
        var fit = CalibrationFit.OfLogOdds(outcomes.Classes.Span, outcomes.LogOdds.Span);
        Near.Absolute(1, fit.Slope, 1e-9);
        Near.Absolute(0, fit.Intercept, 1e-9);
        Near.Absolute(0, fit.InTheLarge, 1e-9);
    }

    [Fact]
    public void Stretched_and_shifted_log_odds_show_as_they_were_stretched_and_shifted()
    {
        var (y, p) = RandomScores.Of(2, 300);
        double[] eta = [.. p.Select(v => Math.Log(v / (1 - v)))], moved = [.. eta.Select(v => 3 * v - 7)], shifted = [.. eta.Select(v => v + 0.4)];
        var (plain, after) = (CalibrationFit.OfLogOdds(y, eta), CalibrationFit.OfLogOdds(y, moved));
        Near.Relative(plain.Slope / 3, after.Slope, 1e-11);
        Near.Relative(plain.Intercept + 7 * plain.Slope / 3, after.Intercept, 1e-11);
        Near.Relative(plain.InTheLarge - 0.4, CalibrationFit.OfLogOdds(y, shifted).InTheLarge, 1e-11);
    }

    [Fact]
    public void Weight_two_equals_the_row_twice()
    {
        var (y, p) = RandomScores.Of(3, 90, 20);
        double[] weights = [.. y.Select((_, i) => i % 3)];
        int[] rows = [.. Enumerable.Range(0, y.Length).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        var (weighted, repeated) = (CalibrationFit.OfProbabilities(y, p, weights), CalibrationFit.OfProbabilities([.. rows.Select(i => y[i])], [.. rows.Select(i => p[i])]));
        Near.Relative(repeated.Slope, weighted.Slope, 1e-12);
        Near.Relative(repeated.SlopeStandardError, weighted.SlopeStandardError, 1e-12);
        Near.Relative(repeated.InterceptStandardError, weighted.InterceptStandardError, 1e-12);
        Near.Relative(repeated.InTheLarge, weighted.InTheLarge, 1e-11);
    }

    [Theory]
    [InlineData(new double[] { 0, 0, 1, 1 }, new double[] { -2, -1, 1, 2 })]
    [InlineData(new double[] { 1, 1, 0, 0 }, new double[] { -2, -1, 1, 2 })]
    [InlineData(new double[] { 0, 0, 1, 1 }, new double[] { -2, 1, 1, 2 })]
    [InlineData(new double[] { 0, 1, 0, 1 }, new double[] { 0.3, 0.3, 0.3, 0.3 })]
    [InlineData(new double[] { 0, 1 }, new double[] { -1, 1 })]
    public void Separated_or_equal_log_odds_have_no_slope_but_a_level(double[] y, double[] eta)
    {
        var fit = CalibrationFit.OfLogOdds(y, eta);
        Assert.Equal((double.NaN, double.NaN, double.NaN, double.NaN), (fit.Slope, fit.SlopeStandardError, fit.Intercept, fit.InterceptStandardError));
        Assert.True(double.IsFinite(fit.InTheLarge) && fit.InTheLargeStandardError > 0);
        // At the level found, as many are 1 as the probabilities say.
        Near.Relative(y.Sum(), eta.Sum(v => 1 / (1 + Math.Exp(-v - fit.InTheLarge))), 1e-10);
    }

    [Fact]
    public void One_class_alone_has_no_calibration()
    {
        var fit = CalibrationFit.OfLogOdds([1.0, 1, 0], [0.1, 0.7, 2], [1, 1, 0]);
        Assert.Equal((double.NaN, double.NaN, double.NaN), (fit.Slope, fit.InTheLarge, fit.InTheLargeInterval().Low));
    }

    [Fact]
    public void Probabilities_of_zero_and_one_are_refused_by_row()
    {
        Assert.Contains("row 1 is 0;", Assert.Throws<ArgumentException>(() => CalibrationFit.OfProbabilities([1.0, 0], [0.5, 0])).Message);
        Assert.Contains("row 0 is 1;", Assert.Throws<ArgumentException>(() => CalibrationFit.OfProbabilities([1.0, 0], [1, 0.5])).Message);
        Assert.Contains("row 0", Assert.Throws<ArgumentException>(() => CalibrationFit.OfLogOdds([1.0, 0], [double.PositiveInfinity, 0.5])).Message);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => CalibrationFit.OfLogOdds([], [])).Message);
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => CalibrationFit.OfLogOdds([1.0, 2], [0.5, 1])).Message);
    }

    [Fact]
    public void Log_odds_far_from_zero_are_fitted_as_well()
    {
        var (y, p) = RandomScores.Of(4, 200);
        double[] eta = [.. p.Select(v => Math.Log(v / (1 - v)))];
        var (near, far) = (CalibrationFit.OfLogOdds(y, eta), CalibrationFit.OfLogOdds(y, [.. eta.Select(v => v + 1000)]));
        Near.Relative(near.Slope, far.Slope, 1e-9);
        Near.Relative(near.SlopeStandardError, far.SlopeStandardError, 1e-9);
    }
}
