namespace LogOdds.IO;

/// <summary>Writes RFC 4180 records; a field is quoted where it must be.</summary>
internal sealed class RecordWriter(Stream stream, char delimiter) : IDisposable
{
    private readonly StreamWriter _writer = new(stream, leaveOpen: true) { NewLine = "\n" };
    private bool _isFirst = true;

    public void Write(string field)
    {
        if (!_isFirst) _writer.Write(delimiter);
        _isFirst = false;
        _writer.Write(NeedsQuotes(field) ? $"\"{field.Replace("\"", "\"\"")}\"" : field);
    }

    public void EndRecord()
    {
        _writer.WriteLine();
        _isFirst = true;
    }

    public void Dispose() => _writer.Dispose();

    // Blanks at the ends of a text would be trimmed when it is read back.
    private bool NeedsQuotes(string field) =>
        field.Contains(delimiter) || field.AsSpan().ContainsAny('"', '\r', '\n') || (field.Length > 0 && (char.IsWhiteSpace(field[0]) || char.IsWhiteSpace(field[^1])));
}
