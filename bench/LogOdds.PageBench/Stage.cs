using LogOdds.Lab;
using Microsoft.Playwright;

namespace LogOdds.PageBench;

/// <summary>A Lab with a browser before it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly LabServer? _lab;
    private readonly IPlaywright _playwright;

    private Stage(LabServer? lab, string address, IPlaywright playwright, IBrowser browser) => (_lab, Address, _playwright, Browser) = (lab, address.TrimEnd('/'), playwright, browser);

    public IBrowser Browser { get; }

    public string Address { get; }

    /// <summary>Opens a browser before a Lab.</summary>
    /// <param name="address">Where the Lab is; null for one of its own.</param>
    public static async Task<Stage> Open(string? address)
    {
        var lab = address is null ? await LabServer.StartAsync(new LabOptions()) : null;
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"] });
        return new Stage(lab, address ?? lab!.Address.ToString(), playwright, browser);
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
        if (_lab is not null) await _lab.DisposeAsync();
    }
}
