using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>
/// Writes tables as RFC 4180 text with commas: fields are quoted where they must be, numbers read back bit for bit, missing
/// values are empty.
/// </summary>
public static class TableWriter
{
    private static readonly System.Buffers.SearchValues<char> MustQuote = System.Buffers.SearchValues.Create(",\"\r\n");

    /// <summary>Writes a table.</summary>
    public static void Write(Table table, Stream stream)
    {
        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        WriteRecord(writer, table.Columns.Select(column => column.Name));
        for (var row = 0; row < table.Rows; row++) WriteRecord(writer, table.Columns.Select(column => column.TextAt(row)));
    }

    private static void WriteRecord(StreamWriter writer, IEnumerable<string> fields)
    {
        var isFirst = true;
        foreach (var field in fields)
        {
            if (!isFirst) writer.Write(',');
            isFirst = false;
            writer.Write(NeedsQuotes(field) ? $"\"{field.Replace("\"", "\"\"")}\"" : field);
        }
        writer.WriteLine();
    }

    // Blanks at the ends of a text would be trimmed when it is read back.
    private static bool NeedsQuotes(string field) =>
        field.AsSpan().ContainsAny(MustQuote) || (field.Length > 0 && (char.IsWhiteSpace(field[0]) || char.IsWhiteSpace(field[^1])));
}
