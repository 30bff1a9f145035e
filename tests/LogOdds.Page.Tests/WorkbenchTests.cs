using System.Globalization;
using System.Text;
using LogOdds.IO;
using LogOdds.Metrics;
using Microsoft.Playwright;

namespace LogOdds.Tests;

/// <summary>The workbench, used as a reader uses it.</summary>
public class WorkbenchTests(Browser browser)
{
    private const string Formula = "low ~ age + lwt + race + smoke + ht";

    [Fact]
    public async Task From_a_dropped_file_to_the_golden_coefficients_and_a_model_that_predicts()
    {
        await using var lab = await browser.Open("/workbench");
        await Drop(lab, "birthwt.csv", await File.ReadAllTextAsync(Repository.Sample("birthwt.csv"), TestContext.Current.CancellationToken));
        await Assertions.Expect(lab.Page.Locator("#opened")).ToContainTextAsync("189 rows");
        var golden = Golden.Load("golden/glm_birthwt.json");
        var formula = golden["formula"].Text;
        await Fit(lab, formula);

        var model = LogisticRegression.Fit(TableReader.Read(Repository.Sample("birthwt.csv")), formula);
        var lines = await lab.Page.Locator("#coefficients tbody tr").AllAsync();
        Assert.Equal(model.Coefficients.Count, lines.Count);
        for (var i = 0; i < lines.Count; i++)
        {
            var cells = await lines[i].Locator("th, td").AllTextContentsAsync();
            Assert.Equal(model.Coefficients[i].Term, cells[0]);
            Assert.Equal(Printed(golden["estimate"].Numbers[i]), cells[1]);
            Assert.Equal(Printed(golden["standard_error"].Numbers[i]), cells[2]);
        }

        var download = await lab.Page.RunAndWaitForDownloadAsync(() => lab.Page.Locator("#download-model").ClickAsync());
        using var folder = new TemporaryFolder();
        await download.SaveAsAsync(folder.PathOf("model.json"));
        var predicted = Cli.RunIn(folder.PathOf(""), "predict", "model.json", Repository.Sample("birthwt.csv"));
        Assert.Equal(0, predicted.Code);
        var scored = await lab.Page.RunAndWaitForDownloadAsync(() => lab.Page.Locator("#download-scored").ClickAsync());
        await scored.SaveAsAsync(folder.PathOf("scored.csv"));
        Assert.Equal(predicted.Output, await File.ReadAllTextAsync(folder.PathOf("scored.csv"), TestContext.Current.CancellationToken));
        lab.HasNoErrors();
    }

    [Fact]
    public async Task One_threshold_moves_every_figure_and_its_counts_are_the_librarys()
    {
        await using var lab = await browser.Open($"/workbench?data=birthwt&fitted=1&formula={Uri.EscapeDataString(Formula)}");
        await Fitted(lab);
        var table = TableReader.Read(Repository.Sample("birthwt.csv"));
        var model = LogisticRegression.Fit(table, Formula);
        var y = table["low"] is LogOdds.Data.NumericColumn low ? low.Values.ToArray() : [];

        async Task Holds(double threshold)
        {
            var counts = ConfusionCounts.At(y, model.Probability(table), threshold);
            await Assertions.Expect(lab.Page.Locator("[data-count=tp]")).ToHaveTextAsync(counts.TruePositives.ToString(CultureInfo.InvariantCulture));
            await Assertions.Expect(lab.Page.Locator("[data-count=fp]")).ToHaveTextAsync(counts.FalsePositives.ToString(CultureInfo.InvariantCulture));
            await lab.Shows("accuracy", counts.Accuracy);
        }

        await Holds(0.5);
        string[] charts = ["histogram", "roc", "precision-recall", "calibration"];
        var before = await Task.WhenAll(charts.Select(Drawing));
        await lab.Page.Locator("#threshold-exact").FillAsync("0.3");
        await lab.Page.Keyboard.PressAsync("Enter");
        await Holds(0.3);
        var after = await Task.WhenAll(charts.Select(Drawing));
        for (var i = 0; i < charts.Length; i++) Assert.True(before[i] != after[i], $"{charts[i]} stands still");

        // By hand, on the histogram and on the curve.
        await lab.Drag(lab.Page.Locator("#threshold-handle"), 80, 0);
        await lab.Page.WaitForFunctionAsync("() => Number(document.querySelector('#threshold-exact').value) > 0.31");
        await Holds(double.Parse(await lab.Page.Locator("#threshold-exact").InputValueAsync(), CultureInfo.InvariantCulture));

        await lab.Page.Locator("#cost-fn").FillAsync("4");
        await lab.Page.Keyboard.PressAsync("Tab");
        await lab.Page.Locator("#best-threshold").ClickAsync();
        var best = ThresholdChoice.ByCosts(y, model.Probability(table), 1, 4);
        await lab.Shows("cost", best.Confusion.FalsePositives + 4 * best.Confusion.FalseNegatives);
        lab.HasNoErrors();

        Task<string> Drawing(string chart) => lab.Page.Locator($"[data-chart={chart}]").InnerHTMLAsync();
    }

    [Fact]
    public async Task A_broken_file_shows_what_is_wrong_and_where()
    {
        await using var lab = await browser.Open("/workbench");
        await Drop(lab, "broken.csv", "a,b,y\n1,2,0\n3,4\n5,6,1\n");
        await Assertions.Expect(lab.Page.Locator("#data-problem")).ToContainTextAsync("line 3");
        await Drop(lab, "<img src=x onerror=alert(1)>.csv", "a,<b>y</b>\n1,<i>no</i>\n2,<i>yes</i>\n3,<i>no</i>\n4,<i>yes</i>\n");
        await Assertions.Expect(lab.Page.Locator("#columns")).ToContainTextAsync("<b>y</b>");
        Assert.Equal(0, await lab.Page.Locator("main img, main i, main b").CountAsync());
    }

    [Fact]
    public async Task A_formula_is_refused_at_its_character_and_a_prediction_is_made_for_pasted_rows()
    {
        await using var lab = await browser.Open($"/workbench?data=birthwt&fitted=1&formula={Uri.EscapeDataString("low ~ age + smoke")}");
        await Fitted(lab);
        await lab.Page.Locator("#formula").FillAsync("low ~ age + ) smoke");
        await lab.Page.Locator("#formula").PressAsync("Enter");
        await Assertions.Expect(lab.Page.Locator("#model-problem")).ToBeVisibleAsync();
        Assert.Equal(12, await lab.Page.Locator("#formula").EvaluateAsync<int>("input => input.selectionStart"));

        await lab.Page.Locator("#paste").FillAsync("age,smoke\n30,1\n22,0\n");
        await lab.Page.Locator("#predict").ClickAsync();
        var model = LogisticRegression.Fit(TableReader.Read(Repository.Sample("birthwt.csv")), "low ~ age + smoke");
        await Assertions.Expect(lab.Page.Locator("#prediction-table tbody tr")).ToHaveCountAsync(2);
        var titles = await lab.Page.Locator("#prediction-table tbody tr").First.Locator("span[title]").EvaluateAllAsync<string[]>("cells => cells.map(c => c.title)");
        Assert.Contains(titles, title => Math.Abs(double.Parse(title, CultureInfo.InvariantCulture) - model.Probability(30, 1)) < 1e-12);
    }

    [Fact]
    public async Task A_row_is_picked_and_shown()
    {
        await using var lab = await browser.Open($"/workbench?data=birthwt&fitted=1&formula={Uri.EscapeDataString(Formula)}");
        await Fitted(lab);
        await lab.Page.Locator("#influential tbody button").First.ClickAsync();
        await Assertions.Expect(lab.Page.Locator("#row-panel")).ToContainTextAsync("lwt");
        await lab.Page.Locator("#influential [data-sort=leverage]").ClickAsync();
        lab.HasNoErrors();
    }

    [Fact]
    public async Task The_fitted_workbench_is_accessible_and_fits_a_phone()
    {
        Requires.That(File.Exists(Browser.AxeScript), "axe-core is missing: install Node (apt-get install nodejs npm) and build again");
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (390, ColorScheme.Dark) })
        {
            await using var lab = await browser.Open($"/workbench?data=birthwt&fitted=1&formula={Uri.EscapeDataString(Formula)}", width, scheme);
            await Fitted(lab);
            await lab.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await AccessibilityTests.IsClean(lab);
            Assert.True(await lab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width);
            lab.HasNoErrors();
        }
    }

    [Fact]
    public async Task The_report_opens_from_disk_without_a_request()
    {
        Requires.Charts();
        using var folder = new TemporaryFolder();
        var file = folder.PathOf("report.html");
        Cli.Done("fit", Repository.Sample("birthwt.csv"), "--formula", Formula, "--report", file, "--quiet");
        await using (var lab = await browser.Open($"/workbench?data=birthwt&fitted=1&formula={Uri.EscapeDataString(Formula)}"))
        {
            await Fitted(lab);
            var download = await lab.Page.RunAndWaitForDownloadAsync(() => lab.Page.Locator("#download-report").ClickAsync());
            await download.SaveAsAsync(folder.PathOf("from-page.html"));
        }
        foreach (var report in new[] { file, folder.PathOf("from-page.html") })
        {
            var page = await browser.Blank();
            var (asked, errors) = (new List<string>(), new List<string>());
            page.Request += (_, request) => { if (!request.Url.StartsWith("data:", StringComparison.Ordinal)) asked.Add(request.Url); };
            page.Console += (_, message) => { if (message.Type is "error" or "warning") errors.Add(message.Text); };
            page.PageError += (_, error) => errors.Add(error);
            await page.GotoAsync(new Uri(report).AbsoluteUri);
            await Assertions.Expect(page.Locator("svg").First).ToBeVisibleAsync();
            Assert.True(await page.Locator("svg").CountAsync() >= 5);
            Assert.Equal([new Uri(report).AbsoluteUri], asked);
            Assert.Empty(errors);
            Assert.Contains("lwt", await page.Locator("table").First.InnerTextAsync());
            await page.Context.DisposeAsync();
        }
    }

    private static async Task Fit(LabPage lab, string formula)
    {
        await lab.Page.Locator("#formula").FillAsync(formula);
        await lab.Page.Locator("#formula").PressAsync("Enter");
        await lab.Page.WaitForFunctionAsync("formula => new URLSearchParams(location.search).get('formula') === formula", formula);
        await lab.Page.Locator("#fit").ClickAsync();
        await Fitted(lab);
    }

    private static async Task Fitted(LabPage lab)
    {
        await lab.Page.WaitForFunctionAsync("() => document.documentElement.dataset.fit");
        await Assertions.Expect(lab.Page.Locator("[data-count=tp]")).ToBeVisibleAsync();
    }

    /// <summary>Drops a file on the page, as from a folder.</summary>
    private static async Task Drop(LabPage lab, string name, string content)
    {
        var data = await lab.Page.EvaluateHandleAsync("([name, content]) => { const data = new DataTransfer(); data.items.add(new File([content], name, { type: 'text/csv' })); return data; }", new[] { name, content });
        await lab.Page.Locator(".drop").DispatchEventAsync("drop", new { dataTransfer = data });
    }

    /// <summary>A figure as the page writes it: four significant digits.</summary>
    private static string Printed(double value)
    {
        var digits = value == 0 ? 3 : 3 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return value.ToString(new StringBuilder("F").Append(digits).ToString(), CultureInfo.InvariantCulture).Replace('-', '−');
    }
}
