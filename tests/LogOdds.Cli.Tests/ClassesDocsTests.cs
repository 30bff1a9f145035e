using LogOdds.IO;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds.Tests;

/// <summary>The page on several classes prints what it shows, and its C# is the C# compiled here.</summary>
public class ClassesDocsTests
{
    private static readonly string Page = DocsPage.Read("classes.md");

    [Fact]
    public void Every_command_of_the_page_prints_what_stands_below_it() => Assert.Equal(5, DocsPage.RunCommands(Page));

    [Fact]
    public void The_piece_of_CSharp_is_compiled_and_run_here()
    {
        DocsPage.RequireCSharp(Page, "var island", "ClassesDocsTests.cs");

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
}
