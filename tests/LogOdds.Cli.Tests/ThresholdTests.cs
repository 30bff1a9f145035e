using System.Text.Json;

namespace LogOdds.Tests;

/// <summary>threshold, as a user runs it.</summary>
public sealed class ThresholdTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _births;

    public ThresholdTests()
    {
        _births = _folder.PathOf("births.json");
        Cli.Done("fit", "birthwt.csv", "--target", "low", "--out", _births, "--quiet");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("youden", "--youden")]
    [InlineData("f1", "--f1")]
    [InlineData("sensitivity", "--sensitivity", "0.9")]
    [InlineData("costs", "--cost-fp", "1", "--cost-fn", "5")]
    public void The_threshold_does_under_evaluate_what_it_was_chosen_for(string criterion, params string[] options)
    {
        var json = Cli.Done(["threshold", _births, "birthwt.csv", "--json", .. options]).Json;
        var choice = json.GetProperty("choices").EnumerateArray().Single();
        Assert.Equal(criterion, choice.GetProperty("criterion").GetString());
        var evaluated = Cli.Done("evaluate", _births, "birthwt.csv", "--threshold", choice.GetProperty("threshold").GetRawText(), "--json").Json;
        Assert.Equal(evaluated.GetProperty("confusion").GetRawText(), choice.GetProperty("confusion").GetRawText().Replace("\n    ", "\n"));
        foreach (var name in new[] { "accuracy", "precision", "recall", "specificity", "f1", "mcc", "balancedAccuracy" })
        {
            Assert.Equal(evaluated.GetProperty(name).GetDouble(), choice.GetProperty(name).GetDouble());
            Assert.Equal(2, choice.GetProperty("intervals").GetProperty(name).GetArrayLength());
        }
        var interval = choice.GetProperty("intervals").GetProperty("threshold");
        Assert.InRange(choice.GetProperty("threshold").GetDouble(), interval[0].GetDouble(), interval[1].GetDouble());
        Assert.Equal(99, json.GetProperty("decisionCurve").GetArrayLength());

        var text = Cli.Done(["threshold", _births, "birthwt.csv", .. options]).Output;
        Assert.Contains(choice.GetProperty("threshold").GetRawText(), text);
        Assert.Contains("each resample chooses its own threshold", text);
    }

    [Fact]
    public void Costs_bring_the_threshold_of_calibrated_probabilities()
    {
        var choice = Cli.Done("threshold", _births, "birthwt.csv", "--cost-fp", "1", "--cost-fn", "5", "--json").Json.GetProperty("choices")[0];
        Near.Relative(1.0 / 6, choice.GetProperty("calibratedThreshold").GetDouble(), 1e-15);
        var confusion = choice.GetProperty("confusion");
        Near.Relative((confusion.GetProperty("fp").GetDouble() + 5 * confusion.GetProperty("fn").GetDouble()) / 189, choice.GetProperty("value").GetDouble(), 1e-14);
        Assert.Contains("0.1667, the threshold of the least expected cost", Cli.Done("threshold", _births, "birthwt.csv", "--cost-fp", "1", "--cost-fn", "5").Output);
        var free = Cli.Done("threshold", _births, "birthwt.csv", "--cost-fp", "1", "--cost-fn", "0", "--json").Json.GetProperty("choices")[0];
        Assert.Equal((JsonValueKind.Null, 0), (free.GetProperty("threshold").ValueKind, free.GetProperty("confusion").GetProperty("fp").GetInt32()));
        Assert.Contains("predict 1 for none", Cli.Done("threshold", _births, "birthwt.csv", "--cost-fp", "1", "--cost-fn", "0").Output);
    }

    [Fact]
    public void Without_a_criterion_all_are_shown()
    {
        var json = Cli.Done("threshold", _births, "birthwt.csv", "--bootstrap", "100", "--json").Json;
        Assert.Equal(["youden", "f1", "sensitivity", "costs"], json.GetProperty("choices").EnumerateArray().Select(c => c.GetProperty("criterion").GetString()));
        var text = Cli.Done("threshold", _births, "birthwt.csv", "--bootstrap", "100").Output;
        foreach (var name in new[] { "Youden", "F1", "recall ≥ 0.9", "costs 1 : 1", "100 resamples (seed 1)" }) Assert.Contains(name, text);
    }

    [Theory]
    [InlineData(2, "one criterion: --youden or --f1", "--youden", "--f1")]
    [InlineData(2, "go together", "--cost-fp", "1")]
    [InlineData(2, "finite and 0 or more", "--cost-fp", "-1", "--cost-fn", "1")]
    [InlineData(2, "finite and 0 or more", "--cost-fp", "0", "--cost-fn", "0")]
    [InlineData(2, "--sensitivity stands above 0", "--sensitivity", "0")]
    [InlineData(2, "'high' is not a number", "--sensitivity", "high")]
    [InlineData(1, "all 130 rows are of one class of 'low'", "--rows", "low=0")]
    public void What_is_wrong_is_said_in_words_with_the_right_code(int code, string expected, params string[] options)
    {
        var run = Cli.Run(["threshold", _births, "birthwt.csv", .. options]);
        Assert.Equal(code, run.Code);
        Assert.Contains(expected, run.Errors);
        Assert.Equal("", run.Output);
    }
}
