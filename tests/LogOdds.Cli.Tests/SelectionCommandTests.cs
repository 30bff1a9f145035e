using System.Text.Json;

namespace LogOdds.Tests;

public class SelectionCommandTests
{
    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    [Fact]
    public void A_path_is_told_as_json_and_its_coefficients_as_a_table()
    {
        using var folder = new TemporaryFolder();
        var json = Cli.Done("path", "birthwt.csv", "--target", "low", "--lambda-count", "25", "--json", "--out", folder.PathOf("path.csv")).Json;
        Assert.Equal("logodds.path/1", json.GetProperty("schema").GetString());
        Assert.Equal(("l1", "population", 189), (json.GetProperty("penalty").GetProperty("kind").GetString(), json.GetProperty("standardize").GetString(), json.GetProperty("rows").GetInt32()));
        var points = json.GetProperty("points").EnumerateArray().ToArray();
        Assert.True(points.Zip(points.Skip(1)).All(pair => pair.First.GetProperty("lambda").GetDouble() > pair.Second.GetProperty("lambda").GetDouble()));
        Assert.Equal(0, points[0].GetProperty("nonZero").GetInt32());
        Assert.All(points, point => Assert.Equal(point.GetProperty("nonZero").GetInt32() + 1, point.GetProperty("coefficients").EnumerateObject().Count()));
        Assert.Contains("race[white]", Texts(json.GetProperty("terms")));
        var lines = File.ReadAllLines(folder.PathOf("path.csv"));
        Assert.Equal("lambda,term,estimate", lines[0]);
        Assert.Equal(points.Sum(point => point.GetProperty("nonZero").GetInt32() + 1), lines.Length - 1);

        var given = Cli.Done("path", "birthwt.csv", "--target", "low", "--penalty", "elastic-net", "--l1-ratio", "0.5", "--lambdas", "0.01,0.1", "--json").Json;
        Assert.Equal([0.1, 0.01], given.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("lambda").GetDouble()));
        Assert.Equal(0.5, given.GetProperty("penalty").GetProperty("l1Ratio").GetDouble());
    }

    [Fact]
    public void A_cross_validation_chooses_and_writes_the_model()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["cv", "pima.csv", "--target", "type", "--penalty", "elastic-net", "--l1-ratio", "0.2,1", "--lambda-count", "15", "--folds", "4", "--repeats", "2", "--rule", "1se", "--seed", "3"];
        var run = Cli.Done([.. command, "--calibrate", "platt", "--out", folder.PathOf("model.json"), "--json"]);
        var (json, chosen) = (run.Json, run.Json.GetProperty("chosen"));
        Assert.Equal("logodds.cv/1", json.GetProperty("schema").GetString());
        Assert.Equal(("deviance", "1se", 4, 2, 3), (json.GetProperty("measure").GetString(), json.GetProperty("rule").GetString(), json.GetProperty("folds").GetInt32(), json.GetProperty("repeats").GetInt32(), json.GetProperty("seed").GetInt32()));
        Assert.Equal(2, json.GetProperty("curves").GetArrayLength());
        Assert.Equal("platt", json.GetProperty("calibration").GetProperty("method").GetString());
        Assert.Equal(run.Output, Cli.Done([.. command, "--calibrate", "platt", "--threads", "1", "--json"]).Output);

        var summary = Cli.Done("summary", folder.PathOf("model.json"), "--json").Json;
        Assert.Equal(chosen.GetProperty("lambda").GetDouble(), summary.GetProperty("penalty").GetProperty("lambda").GetDouble());
        Assert.Equal(("1se", "platt"), (summary.GetProperty("choice").GetProperty("rule").GetString(), summary.GetProperty("calibration").GetProperty("method").GetString()));
        Assert.Contains("by cross-validation in 4 folds, 2 times (seed 3)", Cli.Done("summary", folder.PathOf("model.json")).Output);
        Assert.Contains("platt map", Cli.Done("summary", folder.PathOf("model.json")).Output);
        Assert.Contains("probability[1]", Cli.Done("predict", folder.PathOf("model.json"), "pima.csv").Output.Split('\n')[0]);
        Assert.Contains("Chosen", Cli.Done(command).Output);
    }

    [Fact]
    public void Folds_may_be_given_or_made_of_groups()
    {
        using var folder = new TemporaryFolder();
        var lines = File.ReadAllLines(Repository.Sample("birthwt.csv"));
        var file = folder.Write("births.csv", string.Join('\n', lines.Select((line, i) => i == 0 ? $"{line},part,mother" : $"{line},{i % 3},m{i / 2}")));
        string[] command = ["cv", file, "--target", "low", "--lambda-count", "5", "--json"];
        var given = Cli.Done([.. command, "--fold-column", "part"]).Json;
        Assert.Equal((3, JsonValueKind.Null), (given.GetProperty("folds").GetInt32(), given.GetProperty("seed").ValueKind));
        // "." leaves the column of the folds out.
        Assert.DoesNotContain("part", given.GetProperty("chosen").GetProperty("coefficients").EnumerateObject().Select(c => c.Name));
        Assert.Equal("part", Cli.Done([.. command, "--group", "part", "--folds", "3"]).Json.GetProperty("group").GetString());
    }

    [Fact]
    public void Columns_that_are_selected_again_and_again_are_told()
    {
        string[] command = ["stable", "pima.csv", "--target", "type", "--lambda-count", "15", "--pairs", "10", "--threshold", "0.9", "--json"];
        var json = Cli.Done(command).Json;
        Assert.Equal(("logodds.stable/1", 20, 2), (json.GetProperty("schema").GetString(), json.GetProperty("halves").GetInt32(), json.GetProperty("selectedEachTime").GetInt32()));
        Assert.Equal("glu", json.GetProperty("columns")[0].GetProperty("term").GetString());
        Assert.True(json.GetProperty("columns")[0].GetProperty("stable").GetBoolean());
        Assert.Equal(2, Cli.Run(["stable", "pima.csv", "--target", "type", "--threshold", "0.5"]).Code);
    }

    [Fact]
    public void Scores_of_any_tool_are_calibrated_and_so_is_a_model()
    {
        using var folder = new TemporaryFolder();
        Cli.Done("fit", "pima.csv", "--target", "type", "--out", folder.PathOf("model.json"), "--quiet");
        Cli.Done("predict", folder.PathOf("model.json"), "pima.csv", "--out", folder.PathOf("scored.csv"));
        string[] scored = ["calibrate", folder.PathOf("scored.csv"), "--probability", "probability[1]"];
        var json = Cli.Done([.. scored, "--target", "type", "--method", "beta", "--out", folder.PathOf("map.json"), "--json"]).Json;
        Assert.Equal(("logodds.calibrate/1", "beta", 532), (json.GetProperty("schema").GetString(), json.GetProperty("calibration").GetProperty("method").GetString(), json.GetProperty("rows").GetInt32()));
        // On its own rows maximum likelihood is calibrated already.
        Assert.Equal(1, json.GetProperty("before").GetProperty("slope").GetDouble(), 1e-6);
        Assert.EndsWith(",calibrated", Cli.Done([.. scored, "--apply", folder.PathOf("map.json")]).Output.Split('\n')[0].TrimEnd());

        foreach (var method in new[] { "platt", "beta", "isotonic" })
        {
            var calibrated = folder.PathOf($"{method}.json");
            Assert.Contains("After", Cli.Done("calibrate", "pima.csv", "--model", folder.PathOf("model.json"), "--method", method, "--out", calibrated).Output);
            Assert.Contains(method, Cli.Done("summary", calibrated).Output);
            Assert.Contains("ROC AUC", Cli.Done("evaluate", calibrated, "pima.csv").Output);
            Assert.Equal(1, Cli.Run("margins", calibrated, "pima.csv").Code);
        }
    }

    [Theory]
    [InlineData(2, "--l1-ratio takes one number here", "path", "pima.csv", "--target", "type", "--penalty", "elastic-net", "--l1-ratio", "0.2,0.5")]
    [InlineData(2, "--lambdas are the strengths", "path", "pima.csv", "--target", "type", "--lambdas", "1,2", "--lambda-count", "3")]
    [InlineData(2, "'x' is not a number", "path", "pima.csv", "--target", "type", "--lambdas", "1,x")]
    [InlineData(2, "--folds is 2 or more", "cv", "pima.csv", "--target", "type", "--folds", "1")]
    [InlineData(2, "--fold-column says", "cv", "pima.csv", "--target", "type", "--fold-column", "age", "--folds", "3")]
    [InlineData(2, "--calibrate puts a map", "cv", "pima.csv", "--target", "type", "--calibrate", "platt")]
    [InlineData(1, "200 folds cannot all have rows of each class", "cv", "pima.csv", "--target", "type", "--folds", "200")]
    [InlineData(2, "Say what to calibrate", "calibrate", "pima.csv", "--target", "type")]
    [InlineData(2, "Say which column has the classes", "calibrate", "pima.csv", "--score", "glu")]
    [InlineData(1, "no probability above 0 and below 1", "calibrate", "pima.csv", "--probability", "glu", "--target", "type")]
    [InlineData(1, "there is no such file", "calibrate", "pima.csv", "--score", "glu", "--apply", "none.json")]
    public void What_cannot_be_done_is_said(int code, string message, params string[] command)
    {
        var run = Cli.Run(command);
        Assert.Equal(code, run.Code);
        Assert.Contains(message, run.Errors);
        Assert.DoesNotContain("   at ", run.Errors);
    }
}
