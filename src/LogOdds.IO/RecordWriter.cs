using System.Buffers;
using System.Text;

namespace LogOdds.IO;

/// <summary>Writes RFC 4180 records as UTF-8; a field is quoted where it must be.</summary>
internal sealed class RecordWriter(IBufferWriter<byte> output, char delimiter)
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\"\r\n\t;|"u8);

    private int _fields;
    private bool _isBlank = true;

    public void Write(string field)
    {
        if (field.Length > 256)
        {
            Write(System.Text.Encoding.UTF8.GetBytes(field));
            return;
        }
        Span<byte> bytes = stackalloc byte[3 * 256];
        Write(bytes[..System.Text.Encoding.UTF8.GetBytes(field, bytes)]);
    }

    public void Write(ReadOnlySpan<byte> field)
    {
        if (_fields++ > 0) Put((byte)delimiter);
        _isBlank = _isBlank && field.IsEmpty;
        if (!NeedsQuotes(field))
        {
            output.Write(field);
            return;
        }
        Put((byte)'"');
        // A quote within is written twice.
        while (field.IndexOf((byte)'"') is var quote and >= 0)
        {
            output.Write(field[..(quote + 1)]);
            Put((byte)'"');
            field = field[(quote + 1)..];
        }
        output.Write(field);
        Put((byte)'"');
    }

    public void EndRecord()
    {
        // A blank line is no record when it is read back, so that an empty field that stands alone is quoted.
        if (_fields == 1 && _isBlank) output.Write("\"\""u8);
        Put((byte)'\n');
        (_fields, _isBlank) = (0, true);
    }

    private void Put(byte character)
    {
        output.GetSpan(1)[0] = character;
        output.Advance(1);
    }

    // When it is read back, blanks at the ends of a text would be trimmed, a byte order mark would be dropped, and a character
    // that may be a delimiter could be taken for it. A comma is left alone in other dialects: there it is a decimal mark.
    private bool NeedsQuotes(ReadOnlySpan<byte> field)
    {
        if (field.IsEmpty) return false;
        if (field.Contains((byte)delimiter) || field.ContainsAny(Special) || field.StartsWith("\uFEFF"u8)) return true;
        Rune.DecodeFromUtf8(field, out var first, out _);
        Rune.DecodeLastFromUtf8(field, out var last, out _);
        return Rune.IsWhiteSpace(first) || Rune.IsWhiteSpace(last);
    }
}
