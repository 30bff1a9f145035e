namespace LogOdds.Tests;

/// <summary>The page on penalties prints what it shows.</summary>
public class PenaltyDocsTests
{
    [Fact]
    public void Every_command_of_the_page_prints_what_stands_below_it() => Assert.Equal(2, DocsPage.RunCommands(DocsPage.Read("penalties.md")));

    [Theory]
    [InlineData("--penalty l1", "--lambda X")]
    [InlineData("--penalty elastic-net --lambda 1", "--l1-ratio A")]
    [InlineData("--penalty l1 --l1-ratio 0.5 --lambda 1", "not with l1")]
    [InlineData("--penalty elastic-net --l1-ratio 2 --lambda 1", "from 0 to 1")]
    [InlineData("--lambda 1", "add --penalty")]
    [InlineData("--penalty l1 --lambda 1 --solver newton", "needs a gradient everywhere")]
    [InlineData("--penalty l2 --lambda 1 --solver fista", "for l1, elastic-net and group-lasso")]
    [InlineData("--unpenalized glu", "add --penalty and --lambda")]
    [InlineData("--penalty l1 --lambda 1 --penalty-factor glu", "NAME=NUMBER")]
    [InlineData("--penalty l1 --lambda 1 --penalty-factor glu=-1", "0 or more")]
    [InlineData("--lower 1 --upper 0", "above --upper")]
    [InlineData("--penalty group-lasso --lambda 1 --lower 0", "neither bounds")]
    [InlineData("--penalty l1 --lambda 1 --adaptive 0", "above 0")]
    [InlineData("--class-weight Yes", "NAME=NUMBER")]
    [InlineData("--class-weight Yes=0", "above 0")]
    public void A_wrong_command_line_says_what_to_write(string options, string message)
    {
        var run = Cli.Run(["fit", "pima.csv", "--target", "type", .. options.Split(' ')]);
        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Errors);
    }

    [Fact]
    public void A_term_that_is_not_there_is_named_with_the_nearest()
    {
        var run = Cli.Run("fit", "pima.csv", "--target", "type", "--penalty", "l1", "--lambda", "0.1", "--unpenalized", "gul");
        Assert.Equal(1, run.Code);
        Assert.Contains("no such term", run.Errors);
        Assert.Contains("glu", run.Errors);
    }

    [Fact]
    public void The_json_and_the_model_file_say_all_of_the_penalty()
    {
        using var folder = new TemporaryFolder();
        var model = folder.PathOf("model.json");
        string[] options = ["--penalty", "elastic-net", "--l1-ratio", "0.4", "--lambda", "0.02", "--standardize", "population", "--unpenalized", "age", "--lower", "glu=0", "--towards", "bmi=0.1", "--class-weight", "1=2,0=1"];
        var fit = Cli.Done(["fit", "pima.csv", "--target", "type", .. options, "--json", "--out", model]).Json;
        var penalty = fit.GetProperty("penalty");
        Assert.Equal("elastic-net", penalty.GetProperty("kind").GetString());
        Assert.Equal(0.4, penalty.GetProperty("l1Ratio").GetDouble());
        Assert.Equal(0, penalty.GetProperty("terms").GetProperty("age").GetProperty("factor").GetDouble());
        Assert.InRange(fit.GetProperty("solver").GetProperty("dualityGap").GetDouble(), 0, 1e-8);
        Assert.Equal(Cli.Done("summary", model).Output, Cli.Done(["fit", "pima.csv", "--target", "type", .. options]).Output);
    }
}
