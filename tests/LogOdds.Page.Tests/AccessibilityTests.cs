using System.Text.Json;
using LogOdds.Lab.Chapters;
using Microsoft.Playwright;

namespace LogOdds.Tests;

/// <summary>The page for those who do not use a mouse, or do not see it.</summary>
public class AccessibilityTests(Browser browser)
{
    public static TheoryData<string> Pages => [.. Course.Chapters.Select(chapter => chapter.Name), "workbench"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing_serious(string path)
    {
        Requires.That(File.Exists(Browser.AxeScript), "axe-core is missing: install Node (apt-get install nodejs npm) and build again");
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var lab = await browser.Open($"/{path}", scheme: scheme);
            await IsClean(lab);
        }
    }

    /// <summary>Nothing that axe-core calls serious or critical.</summary>
    internal static async Task IsClean(LabPage lab)
    {
        // The page's policy allows no script but its own, so the checker is put in by the debugger.
        await lab.Page.EvaluateAsync(await File.ReadAllTextAsync(Browser.AxeScript));
        var found = await lab.Page.EvaluateAsync<JsonElement>("() => axe.run(document, { resultTypes: ['violations'] })");
        string[] findings = [.. found.GetProperty("violations").EnumerateArray().Where(v => v.GetProperty("impact").GetString() is "serious" or "critical")
            .Select(v => $"{v.GetProperty("id").GetString()}: {v.GetProperty("help").GetString()}: {string.Join(" | ", v.GetProperty("nodes").EnumerateArray().Take(3).Select(n => n.GetProperty("html").GetString()))}")];
        Assert.True(findings is [], string.Join('\n', findings));
    }

    [Fact]
    public async Task A_chapter_is_done_by_keyboard_alone()
    {
        await using var lab = await browser.Open("/sigmoid");
        await TabTo(lab, "a.skip");
        await lab.Page.Keyboard.PressAsync("Enter");

        // A thing to try, the weight by its slider, the boundary by its handle, a student flipped, the engine's fit, the next chapter.
        await TabTo(lab, "[data-figure=curve] .handle circle");
        var before = await lab.Number("boundary");
        await lab.Page.Keyboard.PressAsync("ArrowRight");
        var moved = await lab.Number("boundary", before);
        Assert.True(moved > before);

        await TabBackTo(lab, "[data-figure=curve] .point");
        var cost = await lab.Number("cost");
        await lab.Page.Keyboard.PressAsync("n");
        await lab.Page.Keyboard.PressAsync("Enter");
        var flipped = await lab.Number("cost", cost);
        Assert.Contains("points=", await Eventually(lab, "points="));

        await TabTo(lab, "[data-control=w] input[type=range]");
        await lab.Page.Keyboard.PressAsync("ArrowRight");
        await lab.Number("cost", flipped);

        await TabTo(lab, "button[data-control=best]");
        await lab.Page.Keyboard.PressAsync("Enter");
        await TabTo(lab, ".next");
        await lab.Page.Keyboard.PressAsync("Enter");
        await lab.Page.WaitForURLAsync("**/odds");
        await lab.Ready();
        lab.HasNoErrors();
    }

    private static async Task<string> Eventually(LabPage lab, string part)
    {
        await lab.Page.WaitForFunctionAsync("part => location.href.includes(part)", part);
        return lab.Page.Url;
    }

    private static Task TabTo(LabPage lab, string selector) => Press(lab, "Tab", selector);

    private static Task TabBackTo(LabPage lab, string selector) => Press(lab, "Shift+Tab", selector);

    private static async Task Press(LabPage lab, string key, string selector)
    {
        for (var i = 0; i < 120; i++)
        {
            await lab.Page.Keyboard.PressAsync(key);
            if (await lab.Page.EvaluateAsync<bool>("selector => document.activeElement?.matches(selector) ?? false", selector)) return;
        }
        Assert.Fail($"{key} does not lead to {selector}.");
    }
}
