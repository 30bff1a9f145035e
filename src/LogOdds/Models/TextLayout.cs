using System.Text;

namespace LogOdds.Models;

/// <summary>Labelled lines and tables as aligned plain text.</summary>
internal static class TextLayout
{
    public static void AppendFacts(StringBuilder text, IReadOnlyList<(string Label, string Text)> facts)
    {
        var width = facts.Max(fact => fact.Label.Length);
        foreach (var (label, fact) in facts) text.AppendLine($"{label.PadRight(width)}  {fact}");
    }

    /// <summary>Figures stand to the right of their column, texts to the left.</summary>
    public static void AppendTable(StringBuilder text, IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, Func<int, bool> isFigure)
    {
        var widths = header.Select((head, j) => rows.Select(row => row[j].Length).Append(head.Length).Max()).ToArray();
        foreach (var row in rows.Prepend(header))
            text.AppendLine(string.Join("  ", row.Select((cell, j) => isFigure(j) ? cell.PadLeft(widths[j]) : cell.PadRight(widths[j]))).TrimEnd());
    }
}
