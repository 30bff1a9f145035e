namespace LogOdds.Tests;

/// <summary><c>fit --report</c>.</summary>
public class ReportCommandTests
{
    [Fact]
    public void A_fit_writes_its_report_with_the_command_that_made_it()
    {
        Requires.Charts();
        using var folder = new TemporaryFolder();
        var path = folder.PathOf("report.html");
        Cli.Done("fit", "two_blobs.csv", "--formula", "label ~ x1 + x2", "--rows", "split=train", "--report", path, "--quiet");
        var html = File.ReadAllText(path);
        Assert.Contains("logodds fit two_blobs.csv --formula &quot;label ~ x1 &#x2B; x2&quot; --rows split=train", html);
        Assert.Contains("TableReader.Read(&quot;two_blobs.csv&quot;).Where(&quot;split&quot;, &quot;train&quot;)", html);
    }

    [Fact]
    public void What_cannot_be_written_is_refused_before_the_fit()
    {
        Requires.Charts();
        using var folder = new TemporaryFolder();
        var nowhere = Cli.Run("fit", "no-such-data.csv", "--target", "low", "--report", folder.PathOf("no/report.html"));
        Assert.Equal(1, nowhere.Code);
        Assert.Contains("there is no folder", nowhere.Errors);
        var groups = Cli.Run("fit", "birthwt.csv", "--target", "low", "--by", "race", "--report", folder.PathOf("report.html"));
        Assert.Equal(2, groups.Code);
        Assert.Contains("--report is of one fit", groups.Errors);
        Assert.False(File.Exists(folder.PathOf("report.html")));
    }
}
