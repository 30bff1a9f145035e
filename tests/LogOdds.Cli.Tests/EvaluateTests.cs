using System.Text.Json;

namespace LogOdds.Tests;

/// <summary>evaluate and predict --prevalence, as a user runs them.</summary>
public sealed class EvaluateTests : IDisposable
{
    private static readonly string[] Metrics =
        ["accuracy", "errorRate", "precision", "recall", "specificity", "f1", "mcc", "balancedAccuracy", "logLoss", "brier", "auc", "averagePrecision"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _births;
    private readonly string _small;

    public EvaluateTests()
    {
        (_births, _small) = (_folder.PathOf("births.json"), _folder.PathOf("small.json"));
        Cli.Done("fit", "birthwt.csv", "--target", "low", "--out", _births, "--quiet");
        Cli.Done("fit", "birthwt.csv", "--formula", "low ~ age + lwt", "--out", _small, "--quiet");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Predictions_of_the_reference_are_measured_as_there()
    {
        // A model that has the log-odds of the reference as its only column and the coefficient 1: its figures are those of the reference.
        var golden = Golden.Load("more/golden/metrics_pima_test.json");
        var lines = File.ReadAllLines(Path.Combine(Golden.Folder, "more/data/pima_test_predictions.csv")).Skip(1).Select(line => line.Split(',')).ToArray();
        var rows = lines.Select(line => (Y: line[0], P: double.Parse(line[1], System.Globalization.CultureInfo.InvariantCulture)));
        var data = _folder.Write("test.csv", "y,eta\n" + string.Join('\n', rows.Select(row => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{row.Y},{Math.Log(row.P / (1 - row.P)):R}"))));
        var fit = Cli.Done("fit", data, "--target", "y", "--out", _folder.PathOf("eta.json"), "--json").Json;
        var calibration = golden["calibration"];
        Near.Relative(calibration["slope"].Number, fit.GetProperty("coefficients")[1].GetProperty("estimate").GetDouble(), 1e-9);
        var text = File.ReadAllText(_folder.PathOf("eta.json"));
        foreach (var (coefficient, value) in new[] { (0, 0), (1, 1) })
            text = text.Replace($"\"estimate\": {fit.GetProperty("coefficients")[coefficient].GetProperty("estimate").GetRawText()}", $"\"estimate\": {value}");
        var model = _folder.Write("identity.json", text);

        var json = Cli.Done("evaluate", model, data, "--bootstrap", "50", "--json", "--curves").Json;
        Near.Relative(calibration["slope"].Number, json.GetProperty("calibration").GetProperty("slope").GetDouble(), 1e-9);
        Near.Relative(calibration["slope_se"].Number, json.GetProperty("calibration").GetProperty("slopeStandardError").GetDouble(), 1e-8);
        Near.Relative(calibration["intercept"].Number, json.GetProperty("calibration").GetProperty("intercept").GetDouble(), 1e-9);
        Near.Relative(calibration["in_the_large"].Number, json.GetProperty("calibration").GetProperty("inTheLarge").GetDouble(), 1e-9);
        Near.Relative(golden["auc"].Number, json.GetProperty("auc").GetDouble(), 1e-12);
        Near.Relative(golden["log_loss"].Number, json.GetProperty("logLoss").GetDouble(), 1e-12);
        for (var end = 0; end < 2; end++)
            Near.Relative(golden["auc_delong_ci95"].Numbers[end], json.GetProperty("intervals").GetProperty("auc")[end].GetDouble(), 1e-12);
        var bins = json.GetProperty("curves").GetProperty("calibration");
        var quantiles = golden["calibration_curve_10_bins"]["quantile"];
        Assert.Equal(quantiles["observed"].Numbers.Length, bins.GetArrayLength());
        for (var i = 0; i < bins.GetArrayLength(); i++) Near.Relative(quantiles["predicted"].Numbers[i], bins[i].GetProperty("predicted").GetDouble(), 1e-12);
    }

    [Fact]
    public void Every_metric_has_an_interval_that_holds_it()
    {
        var json = Cli.Done("evaluate", _births, "birthwt.csv", "--json").Json;
        Assert.Equal(Metrics.Order(), json.GetProperty("intervals").EnumerateObject().Select(p => p.Name).Order());
        foreach (var name in Metrics) Holds(json.GetProperty("intervals").GetProperty(name), json.GetProperty(name));
        foreach (var name in new[] { "slope", "intercept", "inTheLarge" })
            Holds(json.GetProperty("calibration").GetProperty("intervals").GetProperty(name), json.GetProperty("calibration").GetProperty(name));
        Assert.Equal((1000, 0, 1), (json.GetProperty("bootstrap").GetProperty("replicates").GetInt32(), json.GetProperty("bootstrap").GetProperty("redrawn").GetInt32(), json.GetProperty("bootstrap").GetProperty("seed").GetInt32()));
        Assert.False(json.TryGetProperty("comparison", out _) || json.TryGetProperty("curves", out _));

        static void Holds(JsonElement interval, JsonElement value) =>
            Assert.True(interval[0].GetDouble() < value.GetDouble() && value.GetDouble() < interval[1].GetDouble());
    }

    [Fact]
    public void The_seed_moves_only_bootstrap_intervals_and_none_leaves_none()
    {
        JsonElement Run(params string[] options) => Cli.Done(["evaluate", _births, "birthwt.csv", "--json", .. options]).Json.GetProperty("intervals");
        var (one, again, other, none) = (Run(), Run("--seed", "1"), Run("--seed", "2"), Run("--bootstrap", "0"));
        Assert.Equal(one.GetRawText(), again.GetRawText());
        Assert.Equal(one.GetProperty("auc").GetRawText(), other.GetProperty("auc").GetRawText());
        Assert.NotEqual(one.GetProperty("brier").GetRawText(), other.GetProperty("brier").GetRawText());
        Assert.Equal(JsonValueKind.Null, none.GetProperty("brier").ValueKind);
        Assert.Equal(one.GetProperty("recall").GetRawText(), none.GetProperty("recall").GetRawText());
        var narrow = Run("--level", "0.5");
        Assert.True(narrow.GetProperty("auc")[0].GetDouble() > one.GetProperty("auc")[0].GetDouble());
        Assert.True(narrow.GetProperty("f1")[1].GetDouble() < one.GetProperty("f1")[1].GetDouble());
    }

    [Fact]
    public void Text_tells_calibration_before_metrics_and_of_rows_that_were_fitted_to()
    {
        var text = Cli.Done("evaluate", _births, "birthwt.csv").Output;
        Assert.True(text.IndexOf("Calibration", StringComparison.Ordinal) < text.IndexOf("ROC AUC", StringComparison.Ordinal));
        foreach (var said in new[] { "Slope", "In the large", "DeLong", "Wilson", "1000 resamples (seed 1)", "23 true positives", "the rows the model was fitted to" }) Assert.Contains(said, text);
        Assert.DoesNotContain("fitted to", Cli.Done("evaluate", _births, "birthwt.csv", "--rows", "smoke=1").Output);
    }

    [Fact]
    public void Two_models_are_compared_on_the_same_rows()
    {
        var json = Cli.Done("evaluate", _births, "birthwt.csv", "--compare", _small, "--json").Json;
        var comparison = json.GetProperty("comparison");
        var other = Cli.Done("evaluate", _small, "birthwt.csv", "--json").Json;
        Assert.Equal(other.GetProperty("auc").GetDouble(), comparison.GetProperty("auc").GetDouble());
        foreach (var name in new[] { "auc", "logLoss", "brier" })
        {
            Near.Absolute(json.GetProperty(name).GetDouble() - other.GetProperty(name).GetDouble(), comparison.GetProperty("differences").GetProperty(name).GetDouble(), 1e-14);
            Assert.Equal(2, comparison.GetProperty("intervals").GetProperty(name).GetArrayLength());
        }
        Assert.InRange(comparison.GetProperty("p").GetDouble(), 0, 0.05);
        var text = Cli.Done("evaluate", _births, "birthwt.csv", "--compare", _small).Output;
        Assert.Contains("low ~ age + lwt, on the same rows", text);
        Assert.Contains("DeLong's test  z = 2.7061, p = 0.0068", text);
    }

    [Fact]
    public void Curves_are_added_to_the_json()
    {
        var curves = Cli.Done("evaluate", _births, "birthwt.csv", "--json", "--curves").Json.GetProperty("curves");
        Assert.Equal(["roc", "precisionRecall", "calibration", "decisionCurve"], curves.EnumerateObject().Select(p => p.Name));
        Assert.Equal(JsonValueKind.Null, curves.GetProperty("roc")[0].GetProperty("threshold").ValueKind);
        Assert.Equal(99, curves.GetProperty("decisionCurve").GetArrayLength());
        Assert.Equal(189, curves.GetProperty("calibration").EnumerateArray().Sum(bin => bin.GetProperty("rows").GetInt32()));
    }

    [Fact]
    public void A_known_prevalence_moves_every_probability_and_no_order()
    {
        var plain = Cli.Done("evaluate", _births, "birthwt.csv", "--json").Json;
        var moved = Cli.Done("evaluate", _births, "birthwt.csv", "--prevalence", "0.07", "--json").Json;
        Assert.Equal(plain.GetProperty("auc").GetDouble(), moved.GetProperty("auc").GetDouble());
        Assert.Equal(0.07, moved.GetProperty("prevalence").GetDouble());
        var shift = Math.Log(0.07 / 0.93) - Math.Log(59.0 / 130);
        Near.Relative(-shift, moved.GetProperty("calibration").GetProperty("inTheLarge").GetDouble(), 1e-9);

        static double[] Predicted(string output) => [.. output.TrimEnd('\n').Split('\n').Skip(1).Select(line => double.Parse(line.Split(',')[^2], System.Globalization.CultureInfo.InvariantCulture))];
        var (before, after) = (Predicted(Cli.Done("predict", _births, "birthwt.csv").Output), Predicted(Cli.Done("predict", _births, "birthwt.csv", "--prevalence", "0.07").Output));
        for (var i = 0; i < before.Length; i++) Near.Relative(Math.Log(before[i] / (1 - before[i])) + shift, Math.Log(after[i] / (1 - after[i])), 1e-9);
    }

    [Fact]
    public void One_class_alone_is_measured_as_far_as_it_goes()
    {
        var json = Cli.Done("evaluate", _births, "birthwt.csv", "--rows", "low=1", "--json").Json;
        Assert.Equal(JsonValueKind.Null, json.GetProperty("auc").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("calibration").GetProperty("slope").ValueKind);
        Assert.Equal(JsonValueKind.Array, json.GetProperty("intervals").GetProperty("recall").ValueKind);
        Assert.Contains("All rows are of one class", Cli.Done("evaluate", _births, "birthwt.csv", "--rows", "low=1").Output);
    }

    [Fact]
    public void Separated_rows_are_said_to_have_no_slope()
    {
        var data = _folder.Write("apart.csv", "y,x\n0,1\n0,2\n1,3\n1,4\n");
        Cli.Done("fit", data, "--target", "y", "--out", _folder.PathOf("apart.json"), "--quiet");
        var text = Cli.Done("evaluate", _folder.PathOf("apart.json"), data).Output;
        Assert.Contains("the log-odds separate the classes", text);
        Assert.Contains("DeLong's interval has no width", text);
        Assert.Contains("anew that lacked a class", text);
    }

    [Theory]
    [InlineData(2, "--curves adds to the JSON", "--curves")]
    [InlineData(2, "--prevalence stands above 0", "--prevalence", "1")]
    [InlineData(2, "--level stands above 0", "--level", "1")]
    [InlineData(2, "--bootstrap is 0 or more", "--bootstrap", "-1")]
    [InlineData(2, "'many' is not a whole number", "--bootstrap", "many")]
    [InlineData(1, "there is no such model file", "--compare", "absent.json")]
    public void What_is_wrong_is_said_in_words_with_the_right_code(int code, string expected, params string[] options)
    {
        var run = Cli.Run(["evaluate", _births, "birthwt.csv", .. options]);
        Assert.Equal(code, run.Code);
        Assert.Contains(expected, run.Errors);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public void Models_of_different_responses_are_not_compared()
    {
        Cli.Done("fit", "birthwt.csv", "--formula", "smoke ~ age", "--out", _folder.PathOf("smoke.json"), "--quiet");
        var run = Cli.Run("evaluate", _births, "birthwt.csv", "--compare", _folder.PathOf("smoke.json"));
        Assert.Equal(1, run.Code);
        Assert.Contains("different things", run.Errors);
        Assert.Equal(2, Cli.Run("predict", "absent.json", "birthwt.csv", "--prevalence", "0").Code);
    }
}
