using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace LogOdds.Tests;

/// <summary>What docs/cluster.md says.</summary>
public partial class ClusterDocsTests
{
    [Fact]
    public void Its_CSharp_is_compiled_and_runs()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "cluster.md")).ReplaceLineEndings("\n");
        var program = File.ReadAllText(Repository.PathOf("tests", "LogOdds.Mpi.Host", "Program.cs")).ReplaceLineEndings("\n");
        var lines = CSharp().Match(page).Groups[1].Value.TrimEnd().Split('\n');
        Assert.Contains(lines[0], program, StringComparison.Ordinal);
        Assert.Contains(string.Join('\n', lines[1..].Select(line => $"    {line}")), program, StringComparison.Ordinal);

        using var folder = new TemporaryFolder();
        var text = Rows();
        folder.Write("rows.csv", text);
        var run = Job.HostIn(folder.PathOf(""), 2, "fit", "rows.csv");
        Assert.True(run.Code == 0, run.Errors);
        Assert.Contains("(Intercept)", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.PathOf("fit.checkpoint")));
    }

    [Fact]
    public void A_packed_file_is_shared_out_too()
    {
        using var folder = new TemporaryFolder();
        var plain = folder.Write("rows.csv", Rows());
        using (var file = File.Create(folder.PathOf("rows.csv.gz")))
        using (var packed = new GZipStream(file, CompressionLevel.Fastest))
            packed.Write(File.ReadAllBytes(plain));
        string[] Fit(string file) => [.. Job.Command(3, "fit", file, "--target", "y").Output.Split('\n').Where(line => line.StartsWith("a ", StringComparison.Ordinal) || line.StartsWith("Rows", StringComparison.Ordinal))];
        Assert.Equal(2, Fit(plain).Length);
        Assert.Equal(Fit(plain), Fit(folder.PathOf("rows.csv.gz")));
    }

    private static string Rows()
    {
        var random = new Random(1);
        var text = new StringBuilder("y,a\n");
        for (var row = 0; row < 200; row++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{random.Next(2)},{random.Next(100)}\n");
        return text.ToString();
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
