using System.Text.RegularExpressions;
using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds.Tests;

/// <summary>The page on several classes prints what it shows, and its C# is the C# compiled here.</summary>
public partial class ClassesDocsTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "classes.md")).ReplaceLineEndings("\n");

    [Fact]
    public void Every_command_of_the_page_prints_what_stands_below_it()
    {
        using var folder = new TemporaryFolder();
        var blocks = ShellBlock().Matches(Page);
        Assert.Equal(5, blocks.Count);
        foreach (Match block in blocks)
        {
            var output = "";
            foreach (var line in block.Groups[1].Value.TrimEnd().Split('\n'))
            {
                var parts = line.Split(" > ");
                var run = Cli.RunIn(folder.PathOf(""), [.. Argument().Matches(parts[0]).Skip(1).Select(m => m.Value.Trim('"'))]);
                Assert.True(run.Code == 0, $"{line}: {run.Errors}");
                if (parts.Length == 2) File.WriteAllText(folder.PathOf(parts[1]), run.Output);
                output = run.Output;
            }
            Assert.Equal(Steady(block.Groups[2].Value), Steady(output));
        }
    }

    [Fact]
    public void The_piece_of_CSharp_is_compiled_and_run_here()
    {
        var source = File.ReadAllText(Repository.PathOf("tests", "LogOdds.Cli.Tests", "ClassesDocsTests.cs")).ReplaceLineEndings("\n");
        var lines = CSharpBlock().Matches(Page).Single().Groups[1].Value.TrimEnd().Split('\n').Skip(1);
        Assert.Contains(string.Join('\n', lines.Select(line => line.Length == 0 ? line : $"        {line}")), source);

        var penguins = TableReader.Read(Repository.Sample("penguins.csv"));
        var island = MultinomialRegression.Fit(penguins, "island ~ bill_length_mm + sex");
        Console.WriteLine(island["Dream", "sex[male]"].OddsRatio);
        double[] probabilities = island.Probabilities(penguins);        // n × K, row after row
        Console.WriteLine(island.Evaluate(penguins).AucOneVsRest);

        var year = OrdinalRegression.Fit(penguins, "year ~ body_mass_g + sex");
        foreach (var test in new ClassAnalysis(year, penguins).ProportionalOdds()) Console.WriteLine($"{test.Name}: p = {test.LikelihoodRatioP}");

        var lasso = MultinomialRegression.Fit(penguins, "species ~ .", new FitOptions { Penalty = ElasticNet.Lasso(0.05), Standardize = StandardizeKind.Population });
        Console.WriteLine($"{lasso.Coefficients.Count(c => c.Estimate == 0)} coefficients are 0; duality gap {lasso.Solver.DualityGap}");

        var chosen = MultinomialRegression.CrossValidate(penguins, "species ~ . - island - year", new CrossValidationOptions { Rule = ChoiceRule.OneStandardError });
        Console.WriteLine($"λ {chosen.Chosen.Lambda}: {chosen.Paths[0].Points.First(p => p.Lambda == chosen.Chosen.Lambda)["Gentoo", "bill_depth_mm"]}");
        ClassModel sparse = chosen.Model();

        var separate = OneVsRest.Fit(penguins, "island ~ bill_length_mm + sex");       // K fits of two classes, for comparison
        Console.WriteLine(separate.Evaluate(penguins).LogLoss);

        Assert.Equal(3 * penguins.Rows, probabilities.Length);
        Assert.True(lasso.Solver.DualityGap < 1e-8);
        Assert.Equal(chosen.Chosen.Lambda, sparse.Objective.Lambda);
    }

    // What is left of the gradient is rounding, of which the digits mean nothing.
    private static string Steady(string text) => Gradient().Replace(text.ReplaceLineEndings("\n").TrimEnd(), "largest gradient entry 0");

    [GeneratedRegex("```sh\n(.*?)```\n\n```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Argument();

    [GeneratedRegex("largest gradient entry (below )?[0-9.e-]+")]
    private static partial Regex Gradient();
}
