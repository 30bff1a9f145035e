using LogOdds.Lab.Chapters;
using Microsoft.Playwright;

namespace LogOdds.Tests;

/// <summary>What holds for each chapter.</summary>
public class ChapterTests(Browser browser)
{
    public static TheoryData<string> All => [.. Course.Chapters.Select(chapter => chapter.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_loads_without_an_error_and_each_thing_to_try_draws(string chapter)
    {
        await using var lab = await browser.Open($"/{chapter}");
        await Assertions.Expect(lab.Page.Locator(".problem")).ToBeHiddenAsync();
        Assert.True(await lab.Page.Locator("svg .layer").CountAsync() > 0);
        var tries = await lab.Page.Locator(".tries a").AllAsync();
        Assert.True(tries.Count >= 2);
        foreach (var one in tries)
        {
            await one.ClickAsync();
            await Task.Delay(250, TestContext.Current.CancellationToken);
            await Assertions.Expect(lab.Page.Locator(".problem")).ToBeHiddenAsync();
        }
        lab.HasNoErrors();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task An_address_restores_the_picture(string chapter)
    {
        await using var lab = await browser.Open($"/{chapter}");
        var link = (await lab.Page.Locator(".tries a").First.GetAttributeAsync("href"))!;
        Assert.StartsWith($"/{chapter}?", link);
        await lab.Page.Locator(".tries a").First.ClickAsync();
        await Settled(lab);
        await using var other = await browser.Open(link);
        await Settled(other);
        Assert.Equal(await lab.Page.Locator(".stage").InnerTextAsync(), await other.Page.Locator(".stage").InnerTextAsync());
        Assert.Equal(await Paths(lab), await Paths(other));
        Assert.EndsWith(link, lab.Page.Url);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_fits_a_phone_and_a_wide_screen(string chapter)
    {
        foreach (var width in (int[])[390, 1600])
        {
            await using var lab = await browser.Open($"/{chapter}", width);
            Assert.True(await lab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width);
            lab.HasNoErrors();
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_shows_the_same_run_as_a_command_and_as_code(string chapter)
    {
        await using var lab = await browser.Open($"/{chapter}");
        await lab.Page.Locator(".run summary").ClickAsync();
        var blocks = await lab.Page.Locator(".run pre").AllInnerTextsAsync();
        Assert.Contains("logodds ", blocks[0]);
        Assert.Contains("using LogOdds;", blocks[1]);
    }

    [Fact]
    public void The_page_and_the_engine_know_the_same_chapters()
    {
        var listed = File.ReadAllText(Repository.PathOf("src", "LogOdds.Lab", "wwwroot", "js", "course.js"));
        Assert.Equal(Course.Chapters.Select(c => c.Name).Order(), System.Text.RegularExpressions.Regex.Matches(listed, "'([a-z]+)',").Select(m => m.Groups[1].Value).Order());
    }

    [Fact]
    public async Task The_documentation_lists_the_chapters_in_their_order()
    {
        await using var lab = await browser.Open("/");
        var listed = System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(Repository.PathOf("docs", "lab.md")).Split("## The workbench")[0], "^\\| ([^|]+) \\| [^|]+ \\|$", System.Text.RegularExpressions.RegexOptions.Multiline).Select(m => m.Groups[1].Value);
        Assert.Equal(await lab.Page.Locator(".chapters a").AllTextContentsAsync(), listed.Where(title => title is not ("chapter" or "---")));
    }

    /// <summary>Waits until nothing is asked of the engine any more.</summary>
    private static Task Settled(LabPage lab) => lab.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

    private static async Task<string> Paths(LabPage lab) =>
        string.Join("\n", await lab.Page.Locator("svg .layer path").EvaluateAllAsync<string[]>("paths => paths.map(p => p.getAttribute('d'))"));
}
