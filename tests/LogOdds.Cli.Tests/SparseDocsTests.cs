using System.Text.RegularExpressions;
using LogOdds.IO;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Tests;

/// <summary>The commands of docs/sparse.md print what stands there, and its C# is the C# compiled here.</summary>
public partial class SparseDocsTests
{
    private const string Messages = """
        kind,text
        spam,"Free prize! Call now to claim your free prize"
        ham,"Will you be home for lunch?"
        spam,"Claim your prize now, call free"
        ham,"Home late, call you after lunch"
        spam,"Win a prize now"
        ham,"Lunch now? I am home"
        ham,"Call me when you are home"
        spam,"You win! Free call, claim now"

        """;

    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "sparse.md")).ReplaceLineEndings("\n");

    private static string Heart => Path.Combine(Golden.Folder, "more", "data", "heart_scale.svm");

    [Fact]
    public void Every_command_prints_what_stands_below_it()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Heart, folder.PathOf("heart_scale.svm"));
        folder.Write("messages.csv", Messages.ReplaceLineEndings("\n"));
        folder.Write("new.csv", "text\nClaim your free lunch\n");
        var compared = 0;
        foreach (Match block in ShellBlock().Matches(Page))
        {
            var output = "";
            foreach (var line in block.Groups[1].Value.TrimEnd().Split('\n'))
            {
                var run = Cli.RunIn(folder.PathOf(""), [.. Argument().Matches(line).Skip(1).Select(m => m.Value.Trim('"'))]);
                Assert.True(run.Code == 0, $"{line}: {run.Errors}");
                output = run.Output.ReplaceLineEndings("\n");
            }
            // The page shows the beginning of long outputs.
            Assert.StartsWith(block.Groups[2].Value.TrimEnd(), output);
            compared++;
        }
        Assert.Equal(3, compared);
    }

    [Fact]
    public void The_piece_of_CSharp_is_compiled_and_run_here()
    {
        var source = File.ReadAllText(Repository.PathOf("tests", "LogOdds.Cli.Tests", "SparseDocsTests.cs")).ReplaceLineEndings("\n").Replace("Read(Heart)", "Read(\"heart_scale.svm\")");
        var snippet = CSharpBlock().Matches(Page).Single().Groups[1].Value.TrimEnd();
        Assert.Contains(string.Join('\n', snippet.Split('\n').Select(line => line.Length == 0 ? line : $"        {line}")), source);

        var rows = SvmlightReader.Read(Heart);
        var ridge = LogisticRegression.Fit(rows.ToTable(), "label ~ x", new FitOptions { Penalty = new Ridge(0.01) });

        long[] rowStarts = [0, 2, 3, 4, 6];
        int[] columns = [0, 2, 1, 2, 0, 1];
        double[] values = [1, 0.5, 2, 1, -1, 0.5];
        var model = LogisticRegression.Fit(3, rowStarts, columns, values, [1, 0, 1, 0], new FitOptions { Penalty = ElasticNet.Lasso(0.01) });
        var probabilities = model.Probability(rowStarts, columns, values);

        Assert.Equal((SolverStatus.Converged, SolverStatus.Converged, 4), (ridge.Solver.Status, model.Solver.Status, probabilities.Length));
    }

    [Fact]
    public void Every_block_of_the_list_is_fitted()
    {
        using var folder = new TemporaryFolder();
        var table = TableReader.Read(folder.Write("messages.csv", Messages.Replace("kind,text", "city,text")));
        var blocks = Row().Matches(Page).Select(m => m.Groups[1].Value).ToArray();
        Assert.Equal(4, blocks.Length);
        foreach (var block in blocks)
            Assert.Equal(SolverStatus.Converged, LogisticRegression.Fit(table, $"city ~ {block.Replace("min = 5", "min = 3").Replace("city", "text")}", new FitOptions { Penalty = new Ridge(0.1) }).Solver.Status);
    }

    [GeneratedRegex("```sh\n(.*?)```\n\n```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Argument();

    [GeneratedRegex(@"^\| `((?:words|hash)\([^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
