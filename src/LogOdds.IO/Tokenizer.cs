using CsvHelper;

namespace LogOdds.IO;

/// <summary>Cuts text into records and fields: the one place that says how.</summary>
internal static class Tokenizer
{
    /// <summary>The records of a text, the header among them.</summary>
    /// <param name="text">The text; not copied.</param>
    /// <param name="delimiter">What separates fields; null for a text that names it in its first line.</param>
    /// <param name="hasQuotes">Whether quotes enclose fields, or are text.</param>
    /// <param name="isTrimmed">Whether blanks about fields are taken off.</param>
    /// <param name="onOddQuotes">Told of each record whose quotes stand oddly.</param>
    public static CsvReader Open(ReadOnlyMemory<byte> text, char? delimiter, bool hasQuotes, bool isTrimmed, Action onOddQuotes) => CsvReader.Create(text, new CsvReaderOptions
    {
        Separator = delimiter,
        Mode = hasQuotes ? CsvMode.Rfc4180 : CsvMode.NoEscape,
        HasHeader = false,
        TrimWhitespace = isTrimmed,
        TrackLineNumbers = true,
        OnMalformedRecord = _ => onOddQuotes(),
    });
}
