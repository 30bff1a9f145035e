using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LogOdds.Data;
using LogOdds.Lab.Report;
using LogOdds.Models;

namespace LogOdds.Lab;

/// <summary>
/// A fit as one HTML file that needs nothing else: it opens from disk, asks no network, can be read without scripts, and prints.
/// <code>AtomicFile.Write("report.html", new ReportDocument(model, table) { DataName = "birthwt.csv" }.Write);</code>
/// </summary>
/// <param name="model">The model.</param>
/// <param name="table">The table it was fitted to.</param>
public sealed class ReportDocument(LogisticModel model, Table table)
{
    // The document is its own origin: what it holds may run and show, and nothing may be fetched.
    private const string ContentPolicy = "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private static readonly string[] Charts = ["forest", "roc", "precisionRecall", "calibration", "histogram", "influence"];

    /// <summary>The model.</summary>
    public LogisticModel Model { get; } = model;

    /// <summary>The table it was fitted to.</summary>
    public Table Table { get; } = table;

    /// <summary>Rows that the fit has not seen, to measure the model on; null to measure it on its own.</summary>
    public Table? Test { get; init; }

    /// <summary>What the data are called.</summary>
    public string DataName { get; init; } = "a table";

    /// <summary>The command that makes the fit; null where there is none.</summary>
    public string? Command { get; init; }

    /// <summary>The C# that makes the fit; null where there is none.</summary>
    public string? Code { get; init; }

    /// <summary>The version of LogOdds.</summary>
    internal static string Version => typeof(LogisticModel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Makes sure, before the work, that this build can draw.</summary>
    /// <exception cref="UnusableDataException">It has no charts.</exception>
    public static void RequireCharts() => Page.RequireCharts();

    /// <summary>Writes the document as UTF-8.</summary>
    /// <exception cref="UnusableDataException">This build has no charts.</exception>
    public void Write(Stream stream)
    {
        RequireCharts();
        var content = new ReportContent(this);
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        writer.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="{ContentPolicy}">
            <title>{Html.Encode(Model.Summary().Title)}</title>
            <style>

            """);
        foreach (var style in new[] { "lab.css", "charts/charts.css", "report/report.css" }) writer.Write(Page.TextOf(style));
        writer.Write("</style>\n</head>\n<body class=\"report\">\n<main>\n");
        writer.Write(content.Write());
        writer.Write("</main>\n");
        Script(writer, "type=\"application/json\" id=\"figures\"", Figures(content));
        Script(writer, "", Page.TextOf("lib/d3.min.js"));
        Script(writer, "", Page.TextOf("lib/plot.umd.min.js"));
        Script(writer, "type=\"importmap\"", ImportMap());
        Script(writer, "type=\"module\"", Page.TextOf("report/report.js"));
        writer.Write("</body>\n</html>\n");
    }

    /// <summary>What the charts are drawn from. The serialiser writes &lt; as an escape, so that no text can end the script it stands in.</summary>
    private static string Figures(ReportContent content) => JsonSerializer.Serialize(new
    {
        Forest = content.Coefficients,
        Performance = content.Performance.Value,
        Influence = content.Influence.Value,
        content.Positive,
        content.Negative,
    }, LabJson.Options);

    /// <summary>The charts of the page as they are, each as an address that holds its text.</summary>
    private static string ImportMap()
    {
        static string Address(string file) => $"data:text/javascript;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Page.TextOf(file)))}";
        var imports = Charts.ToDictionary(name => $"charts/{name}.js", name => Address($"charts/{name}.js"));
        imports.Add("text/charts.js", Address("text/charts.js"));
        return JsonSerializer.Serialize(new { imports });
    }

    private static void Script(StreamWriter writer, string attributes, string text)
    {
        // Within a script only its own end tag is read as markup.
        if (Regex.IsMatch(text, "</script|<!--", RegexOptions.IgnoreCase)) throw new InvalidOperationException("A script of the report holds the end of a script.");
        writer.Write($"<script{(attributes.Length > 0 ? " " + attributes : "")}>\n{text}\n</script>\n");
    }
}
