using System.Text;
using CsvHelper;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>The records of one source, one after the other: RFC 4180, or without its quotes, with lines counted, and every record as long as the header.</summary>
internal sealed class Fields : IDisposable
{
    private readonly string _source;
    private readonly long _length;
    private readonly CsvReader _reader;
    private readonly bool _hasQuotes;
    private readonly int _linesBefore;
    private bool _isOdd;

    public Fields(Source source, ReadOptions options)
    {
        (_source, _length, _hasQuotes) = (source.Name, source.Length, options.HasQuotes);
        _reader = Reader(source.Bytes, source.Delimiter(options));
        if (!Read()) throw new UnusableDataException("there is nothing in it", source.Name, "A table starts with a line of column names.");
        Names = new string[_reader.FieldCount];
        for (var j = 0; j < Names.Length; j++) Names[j] = Name(j);
        RequireNames();
    }

    /// <summary>The records of a piece of a source, behind the header.</summary>
    public Fields(string source, ReadOnlyMemory<byte> text, char delimiter, bool hasQuotes, string[] names, int linesBefore)
    {
        (_source, _length, _hasQuotes, _linesBefore, Names) = (source, text.Length, hasQuotes, linesBefore, names);
        _reader = Reader(text, delimiter);
    }

    /// <summary>The names in the header; a column without a name is called by its place.</summary>
    public string[] Names { get; }

    /// <summary>What separates fields.</summary>
    public char Delimiter => _reader.Separator;

    /// <summary>The line at which the current record starts, from 1.</summary>
    public int Line => _linesBefore + (int)_reader.LineNumber;

    /// <summary>The place of the current record, for a message.</summary>
    public string Place => $"{_source}, line {Line}";

    /// <summary>How much of the source has been read, from 0 to 1.</summary>
    public double Share => (double)_reader.ByteOffset / Math.Max(1, _length);

    /// <summary>Goes on to the next record.</summary>
    public bool Next()
    {
        if (!Read()) return false;
        if (_reader.FieldCount != Names.Length)
            throw new UnusableDataException($"{Count(_reader.FieldCount)} where the header has {Names.Length}", Place,
                _hasQuotes ? "A field that holds the delimiter or a line break stands in quotes." : "Where quotes are text, no field holds the delimiter or a line break.");
        return true;
    }

    /// <summary>A field of the current record as UTF-8, without the quotes that enclose it.</summary>
    public ReadOnlySpan<byte> this[int column] => _reader.GetSpan(column);

    public void Dispose() => _reader.Dispose();

    private CsvReader Reader(ReadOnlyMemory<byte> text, char? delimiter) => Tokenizer.Open(text, delimiter, _hasQuotes, isTrimmed: true, () => _isOdd = true);

    private bool Read()
    {
        var more = _reader.Read();
        if (_isOdd && QuoteFault.Find(_reader.RawRecord, Delimiter) is { } fault)
            throw new UnusableDataException(fault.What, $"{_source}, line {Line + LineBreaks(_reader.RawRecord[..fault.At])}", QuoteFault.Remedy);
        _isOdd = false;
        return more;
    }

    private string Name(int column)
    {
        try
        {
            return Utf8.Strict.GetString(_reader.GetSpan(column)) is { Length: > 0 } name ? name : $"column{column + 1}";
        }
        catch (DecoderFallbackException e)
        {
            throw new UnusableDataException($"the name of column {column + 1} is not UTF-8", Place, Utf8.Remedy, e);
        }
    }

    private void RequireNames()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var areNumbers = true;
        for (var j = 0; j < Names.Length; j++)
        {
            if (!seen.Add(Names[j])) throw new UnusableDataException($"two columns are named '{Names[j]}'", Place, "Rename one of them.");
            areNumbers = areNumbers && (NumberParser.TryParse(this[j], (byte)'.', out _) || NumberParser.TryParse(this[j], (byte)',', out _));
        }
        if (areNumbers) throw new UnusableDataException("the first line holds numbers, not the names of columns", Place, "Put a line with names on top.");
    }

    // CR, LF and CR LF each end a line.
    private static int LineBreaks(ReadOnlySpan<byte> text) => text.Count((byte)'\n') + text.Count((byte)'\r') - text.Count("\r\n"u8);

    private static string Count(int fields) => fields == 1 ? "1 field" : $"{fields} fields";
}
