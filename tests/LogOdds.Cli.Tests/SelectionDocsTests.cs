using LogOdds.IO;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds.Tests;

/// <summary>docs/selection.md prints what it shows, and its C# is the C# compiled here.</summary>
public class SelectionDocsTests
{
    private static readonly string Page = DocsPage.Read("selection.md");

    [Fact]
    public void Every_command_prints_what_stands_below_it() => Assert.Equal(4, DocsPage.RunCommands(Page));

    [Fact]
    public void The_piece_of_CSharp_is_compiled_and_run_here()
    {
        DocsPage.RequireCSharp(Page, "var path", "SelectionDocsTests.cs");

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
}
