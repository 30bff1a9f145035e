using System.Globalization;
using Microsoft.Playwright;

namespace LogOdds.PageBench;

/// <summary>How long the page takes to open, to answer a slider, and to draw a frame of a descent; and what it weighs.</summary>
internal static class Measure
{
    private const int Openings = 9;
    private const int Moves = 80;

    // From the event to the frame after the figures have changed.
    private const string Answer = """
        async ([selector, moves]) => {
            const range = document.querySelector(selector);
            const [low, high] = [Number(range.min), Number(range.max)];
            const stage = document.querySelector('.stage .numbers');
            const times = [];
            for (let i = 0; i < moves; i++) {
                const changed = new Promise((done) => { const seen = new MutationObserver(() => { seen.disconnect(); requestAnimationFrame(() => done()); }); seen.observe(stage, { childList: true, subtree: true, characterData: true }); });
                const start = performance.now();
                // Ever another value, so that no answer is kept from before.
                range.value = String(low + (high - low) * (0.35 + 0.3 * ((i * 0.6180339887) % 1)));
                range.dispatchEvent(new Event('input', { bubbles: true }));
                await changed;
                times.push(performance.now() - start);
                await new Promise((wait) => setTimeout(wait, 30));
            }
            return times;
        }
        """;

    // Frames in which the step has moved, over three seconds.
    private const string Frames = """
        async () => {
            document.querySelector('[data-player=rewind]').click();
            await new Promise((wait) => setTimeout(wait, 300));
            const step = document.querySelector('.player .step');
            let frames = 0, last = step.textContent;
            const watch = () => { if (step.textContent !== last) { frames++; last = step.textContent; } running && requestAnimationFrame(watch); };
            let running = true;
            document.querySelector('[data-player=play]').click();
            requestAnimationFrame(watch);
            const start = performance.now();
            await new Promise((wait) => setTimeout(wait, 3000));
            running = false;
            document.querySelector('[data-player=play]').click();
            return frames / (performance.now() - start) * 1000;
        }
        """;

    public static async Task<int> Run(string? address)
    {
        await using var stage = await Stage.Open(address);
        var opened = new List<double>();
        double weight = 0;
        for (var i = 0; i < Openings; i++)
        {
            var page = await stage.Show("/");
            opened.Add(await page.EvaluateAsync<double>("() => performance.getEntriesByName('ready')[0].startTime"));
            weight = await page.EvaluateAsync<double>("() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, r) => sum + r.transferSize, 0)");
            await page.Context.DisposeAsync();
        }
        Print("first chapter interactive, ms from its request (first, median, slowest)", opened[0], Quantile(opened, 0.5), opened.Max());
        Print("first chapter's weight, kB", weight / 1000);

        foreach (var (path, control, what) in new[]
        {
            ("/sigmoid", "w", "the weight of 16 students"),
            ("/boundary?data=blobs&scale=none&rate=0.1&steps=300&step=300", "rate", "the rate of a descent of 300 steps on 1000 points"),
            ("/split?way=random&fit=best", "share", "the share of 1000 points that a fit sees"),
            ("/certainty?data=glucose", "level", "the level of an interval, 532 women and 100 samples"),
            ("/threshold", "threshold", "the threshold on 532 women"),
            ("/descent", "rate", "the rate of a descent of 3000 steps"),
        })
        {
            var page = await stage.Show(path);
            var times = await page.EvaluateAsync<double[]>(Answer, new object[] { $"[data-control={control}] input[type=range]", Moves });
            Print($"slider, {what}, ms (median, 95 %, slowest)", Quantile(times, 0.5), Quantile(times, 0.95), times.Max());
            await page.Context.DisposeAsync();
        }

        foreach (var path in new[] { "/descent", "/boundary?data=blobs&scale=none&rate=0.1&steps=1000" })
        {
            var page = await stage.Show(path);
            Print($"frames a second, {path}", await page.EvaluateAsync<double>(Frames));
            await page.Context.DisposeAsync();
        }
        return 0;
    }

    private static double Quantile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }

    private static void Print(string what, params double[] figures) =>
        Console.WriteLine($"{what,-75} {string.Join("  ", figures.Select(f => f.ToString("F1", CultureInfo.InvariantCulture).PadLeft(7)))}");
}
