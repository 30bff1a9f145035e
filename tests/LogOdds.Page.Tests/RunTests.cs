using System.Globalization;
using System.Text.RegularExpressions;
using LogOdds.Lab.Chapters;

namespace LogOdds.Tests;

/// <summary>What a chapter shows as the same run, run: the commands end well, and the C# prints the numbers of the picture.</summary>
public partial class RunTests(Browser browser)
{
    /// <summary>The numbers of each chapter that its C# prints. The sigmoid is moved by hand, and the run is the fit that the hand looks for.</summary>
    private static readonly Dictionary<string, string[]> Printed = new()
    {
        ["line"] = ["sigmoidBoundary", "sigmoidSays"],
        ["sigmoid"] = [],
        ["odds"] = ["odds", "logOdds", "after"],
        ["loss"] = ["cost", "worst"],
        ["gradient"] = ["slope", "loss"],
        ["overflow"] = ["stableRemainder", "loss"],
        ["landscapes"] = [],
        ["descent"] = [],
        ["scaling"] = [],
        ["boundary"] = ["b", "w1", "w2", "cost", "accuracy"],
        ["threshold"] = ["cost", "accuracy"],
        ["split"] = ["testAccuracy"],
        ["features"] = ["accuracy", "logLoss"],
        ["separation"] = ["firth", "ridge"],
        ["penalties"] = ["objective", "c", "first", "second"],
        ["certainty"] = ["w", "error"],
        ["meaning"] = ["ratio"],
        ["race"] = [],
    };

    public static TheoryData<string> All => [.. Course.Chapters.Select(chapter => chapter.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_same_run_runs(string chapter)
    {
        await using var lab = await browser.Open($"/{chapter}");
        await Check(lab, chapter);
        // With points that were moved, the file is downloaded from the page.
        if (await lab.Page.Locator("svg .point[tabindex]").CountAsync() == 0) return;
        await lab.Page.Locator("svg .point[tabindex]").First.FocusAsync();
        await lab.Page.Keyboard.PressAsync("ArrowRight");
        await lab.Page.WaitForFunctionAsync("() => location.href.includes('points=') && document.querySelector('.download').href.includes('points=') && document.querySelector('.run').textContent.includes('points.csv')");
        await lab.Page.WaitForLoadStateAsync(Microsoft.Playwright.LoadState.NetworkIdle);
        await Check(lab, chapter);
    }

    /// <summary>Guides C and D: what the descents' C# prints is the last step of the page.</summary>
    [Theory]
    [InlineData("descent", new[] { "w", "b", "cost" })]
    [InlineData("landscapes?w=0&b=0", new[] { "w", "b", "log" })]
    [InlineData("scaling", new[] { "rawCost", "scaledCost" })]
    public async Task The_end_of_a_descent_is_what_the_code_prints(string address, string[] names)
    {
        await using var lab = await browser.Open($"/{address}");
        if (await lab.Player("end").CountAsync() > 0)
        {
            await lab.Player("end").ClickAsync();
            await lab.Page.WaitForFunctionAsync("() => document.querySelector('.player input').value === document.querySelector('.player input').max");
            await Task.Delay(300, TestContext.Current.CancellationToken);
        }
        await Compare(lab, names);
    }

    private static async Task Check(LabPage lab, string chapter)
    {
        using var folder = new TemporaryFolder();
        await Fetch(lab, folder);
        foreach (var line in (await Text(lab, 0)).Split('\n').Where(line => line.StartsWith("logodds ", StringComparison.Ordinal))) RunCommand(line, folder);
        await Compare(lab, Printed[chapter], folder);
    }

    private static async Task Compare(LabPage lab, string[] names, TemporaryFolder? own = null)
    {
        using var folder = new TemporaryFolder();
        var place = own ?? folder;
        if (own is null)
            foreach (var line in (await Text(lab, 0)).Split('\n').Where(line => line.StartsWith("logodds data", StringComparison.Ordinal))) RunCommand(line, place);
        var output = CSharpProgram.Run(await Text(lab, 1), place.PathOf(""));
        double[] printed = [.. Figure().Matches(output).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
        Assert.NotEmpty(printed);
        foreach (var name in names)
        {
            var shown = lab.Page.Locator($"[data-number={name}] dd");
            var value = double.Parse(await shown.GetAttributeAsync("title") ?? (await shown.TextContentAsync())!.Replace('−', '-'), CultureInfo.InvariantCulture);
            Assert.True(printed.Any(p => Math.Abs(p - value) <= 1e-9 * Math.Max(1, Math.Abs(value))), $"{name} = {value} is not printed:\n{output}");
        }
    }

    private static async Task<string> Text(LabPage lab, int block) => (await lab.Page.Locator(".run pre code").Nth(block).TextContentAsync())!;

    private static async Task Fetch(LabPage lab, TemporaryFolder folder)
    {
        if (await lab.Page.Locator(".download").GetAttributeAsync("href") is not { Length: > 0 } address) return;
        var response = await lab.Page.APIRequest.GetAsync(new Uri(new Uri(lab.Page.Url), address).ToString());
        await File.WriteAllBytesAsync(folder.PathOf("points.csv"), await response.BodyAsync());
    }

    private static void RunCommand(string line, TemporaryFolder folder)
    {
        var (command, file) = line.Split(" > ") is [var before, var after] ? (before, after) : (line, null);
        var run = Cli.RunIn(folder.PathOf(""), [.. Argument().Matches(command["logodds ".Length..]).Select(m => m.Value is ['\'' or '"', .. var quoted, '\'' or '"'] ? quoted : m.Value)]);
        Assert.True(run.Code == 0, $"{line}\n{run.Errors}");
        if (file is not null) File.WriteAllText(folder.PathOf(file), run.Output);
    }

    [GeneratedRegex("'[^']*'|\"[^\"]*\"|\\S+")]
    private static partial Regex Argument();

    [GeneratedRegex(@"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")]
    private static partial Regex Figure();
}
