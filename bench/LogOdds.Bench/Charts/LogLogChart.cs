using System.Globalization;
using System.Net;
using System.Text;

namespace LogOdds.Bench.Charts;

/// <summary>A point of a chart, with the text that names it.</summary>
internal sealed record ChartPoint(double X, double Y, string Label);

/// <summary>Points and a line on two logarithmic axes, as SVG that reads on light and dark pages.</summary>
internal sealed record LogLogChart(string Title, string XTitle, string YTitle, IReadOnlyList<ChartPoint> Points, string PointsName,
    IReadOnlyList<ChartPoint> Line, string LineName)
{
    private const int Width = 720, Height = 440, Left = 80, Right = 24, Top = 56, Bottom = 64;
    private const string Ink = "#222", Faint = "#ddd", PointColor = "#0b62a4", LineColor = "#c2571a";

    public string ToSvg()
    {
        var all = Points.Concat(Line).ToList();
        var x = new LogAxis(all.Min(p => p.X), all.Max(p => p.X), Left, Width - Right);
        var y = new LogAxis(all.Min(p => p.Y), all.Max(p => p.Y), Height - Bottom, Top);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"{Ink}\" role=\"img\" aria-label=\"{Escape(Title)}\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>\n");
        Text(svg, Left, 24, "start", Title, " font-size=\"15\" font-weight=\"600\"");

        foreach (var tick in x.Ticks())
        {
            Segment(svg, x.At(tick), Top, x.At(tick), Height - Bottom, Faint);
            Text(svg, x.At(tick), Height - Bottom + 18, "middle", Number(tick));
        }
        foreach (var tick in y.Ticks())
        {
            Segment(svg, Left, y.At(tick), Width - Right, y.At(tick), Faint);
            Text(svg, Left - 8, y.At(tick) + 4, "end", Number(tick));
        }
        Segment(svg, Left, Height - Bottom, Width - Right, Height - Bottom, Ink);
        Segment(svg, Left, Top, Left, Height - Bottom, Ink);
        Text(svg, (Left + Width - Right) / 2.0, Height - 20, "middle", XTitle);
        svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate(20 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Escape(YTitle)}</text>\n");

        var path = string.Join(' ', Line.Select(p => string.Create(CultureInfo.InvariantCulture, $"{x.At(p.X):0.0},{y.At(p.Y):0.0}")));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{LineColor}\" stroke-width=\"2\" stroke-dasharray=\"6 4\"/>\n");
        foreach (var p in Points)
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x.At(p.X):0.0}\" cy=\"{y.At(p.Y):0.0}\" r=\"5\" fill=\"{PointColor}\"><title>{Escape(p.Label)}</title></circle>\n");

        // The curve rises, so the corner at the upper left is free.
        svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Left + 20}\" cy=\"{Top + 14}\" r=\"5\" fill=\"{PointColor}\"/>\n");
        Text(svg, Left + 40, Top + 18, "start", PointsName);
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left + 8}\" y1=\"{Top + 34}\" x2=\"{Left + 32}\" y2=\"{Top + 34}\" stroke=\"{LineColor}\" stroke-width=\"2\" stroke-dasharray=\"6 4\"/>\n");
        Text(svg, Left + 40, Top + 38, "start", LineName);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Segment(StringBuilder svg, double x1, double y1, double x2, double y2, string color) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.0}\" y1=\"{y1:0.0}\" x2=\"{x2:0.0}\" y2=\"{y2:0.0}\" stroke=\"{color}\"/>\n");

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text, string style = "") =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\"{style}>{Escape(text)}</text>\n");

    private static string Number(double value) => value.ToString(value is >= 1e4 or < 1e-3 ? "0e0" : "0.###", CultureInfo.InvariantCulture);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
