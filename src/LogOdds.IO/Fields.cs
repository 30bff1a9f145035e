using CsvHelper;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>The records of one source: RFC 4180 with lines counted, and every record as long as the header.</summary>
internal sealed class Fields : IDisposable
{
    private readonly Source _source;
    private readonly CsvReader _reader;
    private CsvMalformedReason? _malformed;

    public Fields(Source source, char? delimiter)
    {
        _source = source;
        _reader = CsvReader.Create(source.Bytes, new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            OnMalformedRecord = record => _malformed ??= record.Reason,
        });
        if (!Read()) throw new UnusableDataException("there is nothing in it", source.Name, "A table starts with a line of column names.");
        Names = new string[_reader.FieldCount];
        for (var j = 0; j < Names.Length; j++) Names[j] = _reader.GetString(j) is { Length: > 0 } name ? name : $"column{j + 1}";
    }

    /// <summary>The names in the header; a column without a name is called by its place.</summary>
    public string[] Names { get; }

    /// <summary>What separates fields.</summary>
    public char Delimiter => _reader.Separator;

    /// <summary>The line at which the current record starts, from 1.</summary>
    public int Line => (int)_reader.LineNumber;

    /// <summary>How much of the source has been read, from 0 to 1.</summary>
    public double Share => (double)_reader.ByteOffset / Math.Max(1, _source.Bytes.Length);

    /// <summary>Goes on to the next record.</summary>
    public bool Next()
    {
        if (!Read()) return false;
        if (_reader.FieldCount != Names.Length)
            throw new UnusableDataException($"{Count(_reader.FieldCount)} where the header has {Names.Length}", $"{_source.Name}, line {Line}",
                "A field that holds the delimiter or a line break stands in quotes.");
        return true;
    }

    /// <summary>A field of the current record as UTF-8, without its quotes.</summary>
    public ReadOnlySpan<byte> this[int column] => _reader.GetSpan(column);

    public void Dispose() => _reader.Dispose();

    private bool Read()
    {
        var more = _reader.Read();
        // A stray quote inside an unquoted field, as in 5" pipe, is text; the other faults make it unsure where fields end.
        if (_malformed is not null and not CsvMalformedReason.StrayQuote)
            throw new UnusableDataException(_malformed == CsvMalformedReason.UnterminatedQuote ? "a quote is opened here and never closed" : "text follows a closing quote",
                $"{_source.Name}, line {Line}", "A quote inside a quoted field is written twice.");
        _malformed = null;
        return more;
    }

    private static string Count(int fields) => fields == 1 ? "1 field" : $"{fields} fields";
}
