using System.Text;
using Microsoft.Playwright;

namespace LogOdds.PageBench;

/// <summary>All chapters and the workbench on one sheet, wide and narrow, light and dark.</summary>
internal static class ContactSheet
{
    private const int Wide = 1600;

    public static async Task<int> Write(string file)
    {
        await using var stage = await Stage.Open(null);
        var first = await stage.Show("/");
        string[] paths = [.. await first.Locator(".chapters a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))"), "/workbench?data=birthwt&fitted=1&formula=low%20~%20age%20%2B%20lwt%20%2B%20race%20%2B%20smoke%20%2B%20ht"];
        var sheet = new StringBuilder("<style>body{margin:12px;background:#888;font:600 13px sans-serif;display:grid;grid-template-columns:repeat(4,auto);gap:12px;width:max-content} figure{margin:0} img{display:block;height:330px;object-fit:cover;object-position:top}</style>");
        foreach (var path in paths)
        {
            sheet.Append("<figure style='display:flex;gap:4px'>");
            foreach (var (width, scheme) in new[] { (Wide, ColorScheme.Light), (390, ColorScheme.Dark) })
            {
                var page = await stage.Show(path, width, scheme);
                await page.WaitForTimeoutAsync(400);
                var picture = await page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg, Quality = 80 });
                sheet.Append($"<img src='data:image/jpeg;base64,{Convert.ToBase64String(picture)}'>");
                await page.Context.DisposeAsync();
            }
            sheet.Append("</figure>");
        }
        var board = await (await stage.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 3100, Height = 900 } })).NewPageAsync();
        await board.SetContentAsync(sheet.ToString());
        await board.Locator("body").ScreenshotAsync(new() { Path = file, Type = ScreenshotType.Jpeg, Quality = 72 });
        return 0;
    }
}
