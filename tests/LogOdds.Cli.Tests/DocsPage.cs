using System.Text.RegularExpressions;

namespace LogOdds.Tests;

/// <summary>A page of docs whose blocks of commands are each followed by what they print.</summary>
internal static partial class DocsPage
{
    /// <summary>The page.</summary>
    public static string Read(string file) => File.ReadAllText(Repository.PathOf("docs", file)).ReplaceLineEndings("\n");

    /// <summary>Runs the commands of a page in a folder of their own and compares what they print; <c>&gt; file</c> is understood.</summary>
    /// <returns>How many blocks were compared.</returns>
    public static int RunCommands(string page)
    {
        using var folder = new TemporaryFolder();
        var blocks = ShellBlock().Matches(page);
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
            Assert.Equal(Steady(block.Groups[2].Value), Steady(output));
        }
        return blocks.Count;
    }

    /// <summary>Makes sure that a page's only piece of C#, from a line on, stands in a file of these tests, where it is compiled and run.</summary>
    public static void RequireCSharp(string page, string from, string testFile)
    {
        var source = File.ReadAllText(Repository.PathOf("tests", "LogOdds.Cli.Tests", testFile)).ReplaceLineEndings("\n");
        var lines = CSharpBlock().Matches(page).Single().Groups[1].Value.TrimEnd().Split('\n').SkipWhile(line => !line.StartsWith(from, StringComparison.Ordinal));
        Assert.Contains(string.Join('\n', lines.Select(line => line.Length == 0 ? line : $"        {line}")), source);
    }

    // What is left of a gradient or a gap is rounding, whose digits mean nothing and differ between machines.
    private static string Steady(string text) => Rounding().Replace(text.ReplaceLineEndings("\n").TrimEnd(), "$1 0");

    [GeneratedRegex("```sh\n(.*?)```\n\n```text\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Argument();

    [GeneratedRegex("(largest gradient entry|duality gap) (below )?[0-9.e-]+")]
    private static partial Regex Rounding();
}
