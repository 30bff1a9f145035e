using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Lab;

namespace LogOdds.Tests;

/// <summary>The C# of docs/lab.md is compiled and run here.</summary>
public class LabDocsTests
{
    [Fact]
    public void A_report_is_written_as_the_documentation_writes_it()
    {
        var snippet = File.ReadAllText(Repository.PathOf("docs", "lab.md")).ReplaceLineEndings("\n").Split("```csharp\n")[1].Split("```")[0].TrimEnd();
        Assert.Contains(snippet, File.ReadAllText(Repository.PathOf("tests", "LogOdds.Lab.Tests", "LabDocsTests.cs")));
        var table = TableReader.Read(Repository.Sample("birthwt.csv"));
        var model = LogisticRegression.Fit(table, "low ~ age + smoke");
        Requires.Charts();
        using var folder = new TemporaryFolder();
        var here = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder.PathOf(""));
        try
        {
            AtomicFile.Write("report.html", new ReportDocument(model, table) { DataName = "birthwt.csv" }.Write);
            Assert.Contains("Fitted to birthwt.csv", File.ReadAllText("report.html"));
        }
        finally
        {
            Directory.SetCurrentDirectory(here);
        }
    }
}
