using System.Globalization;
using LogOdds.Lab;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(LogOdds.Tests.Browser))]

namespace LogOdds.Tests;

/// <summary>A Lab and a Chromium for all tests of the page.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private LabServer? _lab;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static string AxeScript { get; } = Path.Combine(AppContext.BaseDirectory, "axe.min.js");

    /// <summary>The Lab's address, without the slash.</summary>
    public string Address => _lab!.Address.ToString().TrimEnd('/');

    public async ValueTask InitializeAsync()
    {
        if (Places.FirstOrDefault(File.Exists) is not { } chromium || !Requires.HasCharts) return;
        _lab = await LabServer.StartAsync(new LabOptions());
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_lab is not null) await _lab.DisposeAsync();
    }

    /// <summary>Opens a page of the Lab and waits until its figures stand.</summary>
    public async Task<LabPage> Open(string path, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        RequireBrowser();
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, AcceptDownloads = true });
        var page = new LabPage(await context.NewPageAsync());
        await page.GoTo(Address + path);
        return page;
    }

    /// <summary>A bare page, for what does not come from the Lab.</summary>
    public async Task<IPage> Blank()
    {
        RequireBrowser();
        return await (await _browser!.NewContextAsync()).NewPageAsync();
    }

    private void RequireBrowser()
    {
        Requires.Charts();
        Requires.That(_browser is not null, "Chromium is missing: apt-get install chromium");
    }
}

/// <summary>A page of the Lab, which remembers what went wrong in it.</summary>
public sealed class LabPage : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    public LabPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => { if (message.Type is "error" or "warning") _errors.Add(message.Text); };
        page.PageError += (_, error) => _errors.Add(error);
    }

    public IPage Page { get; }

    public async Task GoTo(string address)
    {
        await Page.GotoAsync(address);
        await Ready();
    }

    /// <summary>Waits until the figures stand.</summary>
    public Task Ready() => Page.WaitForFunctionAsync("() => document.documentElement.dataset.ready");

    /// <summary>A control of the chapter.</summary>
    public ILocator Slider(string name) => Page.Locator($"[data-control={name}] input[type=range]");

    public ILocator Exact(string name) => Page.Locator($"[data-control={name}] input.exact");

    public ILocator Button(string name) => Page.Locator($"button[data-control={name}]");

    public ILocator Player(string key) => Page.Locator($"[data-player={key}]");

    /// <summary>Puts an exact number into a control.</summary>
    public async Task Set(string name, double value)
    {
        await Exact(name).FillAsync(value.ToString("R", CultureInfo.InvariantCulture));
        await Exact(name).PressAsync("Tab");
    }

    /// <summary>The full value behind a figure of the page, once it is another than before.</summary>
    public async Task<double> Number(string name, double? before = null)
    {
        var shown = Page.Locator($"[data-number={name}] dd");
        if (before is { } old) await Assertions.Expect(shown).Not.ToHaveAttributeAsync("title", Text(old));
        // Both at once, for the page may be changing.
        var both = await shown.EvaluateAsync<string[]>("dd => [dd.title, dd.textContent]");
        var value = double.Parse(both[0], CultureInfo.InvariantCulture);
        // What is printed is that value, cut to its digits.
        var printed = both[1].Replace('−', '-').Replace(" %", "");
        var read = double.Parse(printed, CultureInfo.InvariantCulture) / (both[1].EndsWith('%') ? 100 : 1);
        Assert.True(Math.Abs(read - value) <= 0.6e-3 * Math.Max(Math.Abs(value), 0.1), $"{name}: {printed} is not {value}");
        return value;
    }

    /// <summary>Waits until a figure has a value, to all its digits but rounding.</summary>
    public async Task Shows(string name, double value, double tolerance = 1e-12)
    {
        await Page.WaitForFunctionAsync("([name, value, tolerance]) => { const dd = document.querySelector(`[data-number=${name}] dd`); return dd?.title && Math.abs(Number(dd.title) - value) <= tolerance * Math.max(1, Math.abs(value)); }",
            new object[] { name, value, tolerance });
        await Number(name);
    }

    /// <summary>The markup of a figure, to tell whether it has changed.</summary>
    public Task<string> Drawing(string figure) => Page.Locator($"[data-figure={figure}] svg").InnerHTMLAsync();

    /// <summary>Drags an element by pixels.</summary>
    public async Task Drag(ILocator element, float x, float y)
    {
        await element.ScrollIntoViewIfNeededAsync();
        var box = (await element.BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + box.Height / 2);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(box.X + box.Width / 2 + x, box.Y + box.Height / 2 + y, new() { Steps = 8 });
        await Page.Mouse.UpAsync();
    }

    public void HasNoErrors() => Assert.Empty(_errors);

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
