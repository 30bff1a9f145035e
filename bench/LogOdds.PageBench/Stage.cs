using LogOdds.Lab;
using Microsoft.Playwright;

namespace LogOdds.PageBench;

/// <summary>A Lab with a browser before it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly LabServer _lab;
    private readonly IPlaywright _playwright;

    private Stage(LabServer lab, IPlaywright playwright, IBrowser browser) => (_lab, _playwright, Browser) = (lab, playwright, browser);

    public IBrowser Browser { get; }

    public string Address => _lab.Address.ToString().TrimEnd('/');

    public static async Task<Stage> Open()
    {
        var lab = await LabServer.StartAsync(new LabOptions());
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"] });
        return new Stage(lab, playwright, browser);
    }

    /// <summary>A page whose figures stand.</summary>
    public async Task<IPage> Show(string path, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        var page = await context.NewPageAsync();
        await page.GotoAsync(Address + path);
        await page.WaitForFunctionAsync("() => document.documentElement.dataset.ready");
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await _lab.DisposeAsync();
    }
}
