using System.Text.RegularExpressions;
using LogOdds.IO;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds.Tests;

/// <summary>docs/selection.md prints what it shows, and its C# is the C# compiled here.</summary>
public partial class SelectionDocsTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "selection.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Every_command_prints_what_stands_below_it()
    {
        using var folder = new TemporaryFolder();
        var blocks = ShellBlock().Matches(Page);
        Assert.Equal(4, blocks.Count);
        foreach (Match block in blocks)
        {
            var output = "";
            foreach (var line in block.Groups[1].Value.TrimEnd().Split('\n'))
            {
                var parts = line.Split(" > ");
                var run = Cli.RunIn(folder.PathOf(""), [.. Argument().Matches(parts[0]).Skip(1).Select(m => m.Value.Trim('"'))]);
                Assert.True(run.Code == 0, $"{line}: {run.Errors}");
                if (parts.Length == 2) File.WriteAllText(folder.PathOf(parts[1]), run.Output);
                else output += run.Output;
            }
            Assert.Equal(block.Groups[2].Value.TrimEnd(), output.ReplaceLineEndings("\n").TrimEnd());
        }
    }

    [Fact]
    public void The_piece_of_CSharp_is_compiled_and_run_here()
    {
        var source = File.ReadAllText(Repository.PathOf("tests", "LogOdds.Cli.Tests", "SelectionDocsTests.cs")).ReplaceLineEndings("\n");
        var lines = CSharpBlock().Matches(Page).Single().Groups[1].Value.TrimEnd().Split('\n').SkipWhile(line => !line.StartsWith("var path", StringComparison.Ordinal));
        Assert.Contains(string.Join('\n', lines.Select(line => line.Length == 0 ? line : $"        {line}")), source);

        var births = TableReader.Read(Repository.Sample("birthwt.csv"));
        var path = LogisticRegression.FitPath(births, "low ~ .");
        Console.WriteLine($"{path.LeastBy(point => point.Aic).NonZero} terms");
        foreach (var slope in path.Points[20].Coefficients) Console.WriteLine($"{slope.Term}: {slope.Estimate}");

        var cv = LogisticRegression.CrossValidate(births, "low ~ .", new CrossValidationOptions
        {
            Penalties = [new ElasticNet(0, 0.5), ElasticNet.Lasso(0)],
            Repeats = 2,
            Rule = ChoiceRule.OneStandardError,
        });
        var model = cv.Model().WithCalibration(cv.Calibrate("platt"));
        Console.WriteLine($"λ = {cv.Chosen.Lambda}: {cv.Chosen.Mean} ± {cv.Chosen.StandardError}");

        var stable = LogisticRegression.SelectStable(births, "low ~ .", new StabilityOptions { Pairs = 20 });
        foreach (var column in stable.Columns) Console.WriteLine($"{column.Term}: {column.Share}");
        Assert.Equal(2, model.Choice!.Repeats);
    }

    [GeneratedRegex("```sh\n(.*?)```\n\n```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Argument();
}
