using System.Buffers;

namespace LogOdds.IO;

/// <summary>Writes RFC 4180 records; a field is quoted where it must be.</summary>
internal sealed class RecordWriter(Stream stream, char delimiter) : IDisposable
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\"\r\n\t;|");

    private readonly StreamWriter _writer = new(stream, leaveOpen: true) { NewLine = "\n" };
    private int _fields;
    private bool _isBlank = true;

    public void Write(string field)
    {
        if (_fields++ > 0) _writer.Write(delimiter);
        _isBlank = _isBlank && field.Length == 0;
        _writer.Write(NeedsQuotes(field) ? $"\"{field.Replace("\"", "\"\"")}\"" : field);
    }

    public void EndRecord()
    {
        // A blank line is no record when it is read back, so that an empty field that stands alone is quoted.
        if (_fields == 1 && _isBlank) _writer.Write("\"\"");
        _writer.WriteLine();
        (_fields, _isBlank) = (0, true);
    }

    public void Dispose() => _writer.Dispose();

    // When it is read back, blanks at the ends of a text would be trimmed, a byte order mark would be dropped, and a character
    // that may be a delimiter could be taken for it. A comma is left alone in other dialects: there it is a decimal mark.
    private bool NeedsQuotes(string field) =>
        field.Length > 0 && (field.Contains(delimiter) || field.AsSpan().ContainsAny(Special) || field[0] == '\uFEFF' || char.IsWhiteSpace(field[0]) || char.IsWhiteSpace(field[^1]));
}
