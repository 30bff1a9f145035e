using System.Text.RegularExpressions;
using LogOdds.Inference;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Solvers;

namespace LogOdds.Tests;

/// <summary>The worked analysis prints what it shows, its text tells nothing but what was printed, and every formula of the list is fitted.</summary>
public partial class AnalysisDocsTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "birthwt.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Every_command_of_the_analysis_prints_what_stands_below_it()
    {
        using var folder = new TemporaryFolder();
        var compared = 0;
        foreach (Match block in ShellBlock().Matches(Page))
        {
            var output = "";
            foreach (var line in block.Groups[1].Value.TrimEnd().Split('\n'))
            {
                var parts = line.Split(" > ");
                var run = Cli.RunIn(folder.PathOf(""), [.. Argument().Matches(parts[0]).Skip(1).Select(m => m.Value.Trim('\''))]);
                Assert.True(run.Code == 0, $"{line}: {run.Errors}");
                if (parts.Length == 2) File.WriteAllText(folder.PathOf(parts[1]), run.Output);
                output = run.Output;
            }
            Assert.Equal(block.Groups[2].Value.TrimEnd(), output.ReplaceLineEndings("\n").TrimEnd());
            compared++;
        }
        Assert.Equal(8, compared);
    }

    [Fact]
    public void Every_figure_in_the_text_of_the_analysis_stands_in_an_output()
    {
        var outputs = string.Concat(OutputBlock().Matches(Page).Select(m => m.Groups[1].Value));
        var figures = Figure().Matches(Block().Replace(Page, "")).Select(m => m.Value).ToArray();
        Assert.True(figures.Length > 40);
        Assert.All(figures, figure => Assert.Matches($@"(?<![\d.]){Regex.Escape(figure)}(?![\d.])", outputs));
    }

    [Fact]
    public void The_piece_of_CSharp_of_the_page_on_inference_is_compiled_and_run_here()
    {
        var docs = File.ReadAllText(Repository.PathOf("docs", "inference.md")).ReplaceLineEndings("\n");
        var source = File.ReadAllText(Repository.PathOf("tests", "LogOdds.Cli.Tests", "AnalysisDocsTests.cs")).ReplaceLineEndings("\n");
        var lines = CSharpBlock().Matches(docs).Single().Groups[1].Value.TrimEnd().Split('\n').Skip(1);
        Assert.Contains(string.Join('\n', lines.Select(line => line.Length == 0 ? line : $"        {line}")), source);

        var births = TableReader.Read(Repository.Sample("birthwt.csv"));
        var model = LogisticRegression.Fit(births, "low ~ age + lwt + race * smoke", new FitOptions { Intervals = IntervalKind.Profile });
        var analysis = new Analysis(model, births);

        foreach (var test in analysis.Drop()) Console.WriteLine($"{test.Name}: p = {test.LikelihoodRatioP}");
        foreach (var effect in analysis.Margins()) Console.WriteLine($"{effect.Name}: {effect.Effect} ({effect.Low} to {effect.High})");
        Console.WriteLine(analysis.Rows().CooksDistances.Max());
        Console.WriteLine(model.Test("race[other] - race[white] = 0").P);
        foreach (var (_, sentence) in model.InWords()) Console.WriteLine(sentence);
    }

    [Fact]
    public void Every_formula_of_the_list_is_fitted()
    {
        var table = TableReader.Read(Repository.Sample("birthwt.csv"));
        var formulas = Row().Matches(File.ReadAllText(Repository.PathOf("docs", "formulas.md"))).Select(m => m.Groups[1].Value).Where(f => f.Contains('~')).ToArray();
        Assert.True(formulas.Length > 15);
        foreach (var formula in formulas)
        {
            var model = LogisticRegression.Fit(table, formula);
            Assert.True(model.Solver.Status is SolverStatus.Converged or SolverStatus.Separated, formula);
            // A model read back from its file predicts the same.
            var stream = new MemoryStream();
            ModelFile.Save(model, stream);
            stream.Position = 0;
            var read = ModelFile.Load(stream);
            Assert.Equal(model.Coefficients, read.Coefficients);
            Assert.Equal(model.Probability(table), read.Probability(table));
            Assert.Equal(model.InWords(), read.InWords());
            Assert.Equal(model.Coefficients.Count, model.InWords().Count);
        }
    }

    [GeneratedRegex("```sh\n(.*?)```\n\n```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex OutputBlock();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"'[^']*'|\S+")]
    private static partial Regex Argument();

    [GeneratedRegex(@"(?<![\w.])\d+\.\d+(?:e-?\d+)?")]
    private static partial Regex Figure();

    [GeneratedRegex(@"^\| `([^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
