using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace LogOdds.Lab.Report;

/// <summary>HTML as it is written. Texts of all kinds go through the encoder; tags and attributes are the program's own.</summary>
internal sealed class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new();

    /// <summary>A text in the place of markup.</summary>
    public static string Encode(string text) => Encoder.Encode(text);

    public Html Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    public Html Element(string tag, string text, string attributes = "") => Raw($"<{tag}{(attributes.Length > 0 ? " " + attributes : "")}>{Encode(text)}</{tag}>\n");

    public Html Paragraph(string text) => Element("p", text);

    public Html Remark(string text) => Element("p", text, "class=\"remark\"");

    public Html Code(string text) => Raw($"<pre><code>{Encode(text)}</code></pre>\n");

    /// <summary>Labels with texts; a text without a label goes on with the one before.</summary>
    public Html Facts(IEnumerable<(string Label, string Text)> facts)
    {
        Raw("<dl class=\"facts\">\n");
        foreach (var (label, text) in facts) Raw($"<dt>{Encode(label)}</dt><dd>{Encode(text)}</dd>\n");
        return Raw("</dl>\n");
    }

    /// <summary>A table; the first columns are of texts, the others of figures.</summary>
    public Html Table(string caption, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, int texts = 1)
    {
        string Class(int column) => column < texts ? "" : " class=\"number\"";
        Raw($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Encode(caption)}\"><table class=\"data\"><caption>{Encode(caption)}</caption>\n<thead><tr>");
        for (var j = 0; j < head.Count; j++) Raw($"<th scope=\"col\"{Class(j)}>{Encode(head[j])}</th>");
        Raw("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            Raw("<tr>");
            for (var j = 0; j < row.Count; j++) Raw(j == 0 ? $"<th scope=\"row\">{Encode(row[j])}</th>" : $"<td{Class(j)}>{Encode(row[j])}</td>");
            Raw("</tr>\n");
        }
        return Raw("</tbody></table></div>\n");
    }

    /// <summary>The place of a chart, which the document's script draws.</summary>
    public Html Chart(string name, string caption) =>
        Raw($"<figure class=\"chart\" hidden><figcaption>{Encode(caption)}</figcaption><div class=\"drawing\" role=\"img\" aria-label=\"{Encode(caption)}\" data-chart=\"{name}\"></div></figure>\n");

    public override string ToString() => _text.ToString();
}
