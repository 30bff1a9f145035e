using System.Text.RegularExpressions;
using LogOdds.Inference;
using LogOdds.IO;
using LogOdds.Metrics;

namespace LogOdds.Tests;

/// <summary>The C# of docs/evaluation.md is the C# compiled here.</summary>
public partial class EvaluationDocsTests
{
    [Fact]
    public void The_piece_of_CSharp_is_compiled_and_run_here()
    {
        var docs = File.ReadAllText(Repository.PathOf("docs", "evaluation.md")).ReplaceLineEndings("\n");
        var source = File.ReadAllText(Repository.PathOf("tests", "LogOdds.Cli.Tests", "EvaluationDocsTests.cs")).ReplaceLineEndings("\n");
        var snippet = CSharpBlock().Matches(docs).Single().Groups[1].Value.TrimEnd();
        Assert.Contains(string.Join('\n', snippet.Split('\n').Select(line => $"        {line}")), source);

        var test = TableReader.Read(Repository.Sample("birthwt.csv"));
        var model = LogisticRegression.Fit(test, "low ~ age + lwt");
        var outcomes = ScoredOutcomes.Of(model, test);
        var evaluation = Evaluation.Of(outcomes);
        Console.WriteLine($"{evaluation.Calibration.Slope} {evaluation.Auc.Value} {evaluation.Auc.Interval}");
        var cheapest = ThresholdChoice.ByCosts(outcomes.Classes.Span, outcomes.Probabilities.Span, costFalsePositive: 1, costFalseNegative: 5);
        Assert.InRange(cheapest.Threshold, 0.05, 0.4);

        var (y, p) = (outcomes.Classes.ToArray(), outcomes.Probabilities.ToArray());
        Assert.Single(new Bootstrap().Intervals(y, weights => [ConfusionCounts.At(y, p, 0.5, weights).FBeta(2)]).Intervals);
        Assert.Contains("new Bootstrap().Intervals(y, weights => [ConfusionCounts.At(y, p, 0.5, weights).FBeta(2)])", docs);
    }

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
