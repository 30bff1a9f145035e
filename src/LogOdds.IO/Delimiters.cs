namespace LogOdds.IO;

/// <summary>Detects what separates fields: the character that cuts the first records into the same number of fields.</summary>
internal static class Delimiters
{
    private const int SampleBytes = 1 << 16;
    private const int SampleRecords = 100;

    // By preference where they fit equally well: tabs and semicolons stand in texts and numbers less often than commas, which
    // stand in semicolon files as decimal marks.
    private static ReadOnlySpan<byte> Candidates => "\t;,|"u8;

    /// <summary>The delimiter; null when the text begins with a line such as <c>sep=;</c>, which the tokenizer follows.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="options">How it is read: the decimal mark, where it is given, and whether there are quotes.</param>
    public static char? Detect(ReadOnlyMemory<byte> text, ReadOptions options)
    {
        var decimalMark = options.Decimal;
        var isCut = text.Length > SampleBytes;
        if (isCut) text = text[..SampleBytes];
        if (HasHint(text.Span)) return null;
        if (decimalMark != ',' && text.Span.IndexOfAny("\t;|"u8) < 0) return ',';

        char? best = null, elsewhere = null;
        var bestFit = (Share: 0.0, Fields: 1);
        foreach (var candidate in Candidates)
        {
            var records = CountFields(text, (char)candidate, options.HasQuotes, isCut);
            if (records.Count == 0) return ',';
            var fields = records[0].Fields;
            var fit = (Share: (double)records.Count(record => record.Fields == fields && !record.IsOdd) / records.Count, Fields: fields);
            if (fields > 1 && fit.CompareTo(bestFit) > 0) (best, bestFit) = ((char)candidate, fit);
            if (candidate != decimalMark && records.Exists(record => record.Fields > 1)) elsewhere ??= (char)candidate;
        }
        // A first line without delimiters above others that have them is more likely a title than the name of one column of
        // texts: with the delimiter of the others, the reader says what it met rather than taking it for texts.
        return best ?? elsewhere ?? (decimalMark == ',' ? ';' : ',');
    }

    /// <summary>
    /// The number of fields of the first records, and whether quotes stand oddly in them: with a wrong delimiter they do, for
    /// the fields that they enclose do not begin where they begin.
    /// </summary>
    private static List<(int Fields, bool IsOdd)> CountFields(ReadOnlyMemory<byte> sample, char delimiter, bool hasQuotes, bool isCut)
    {
        var isOdd = false;
        using var reader = Tokenizer.Open(sample, delimiter, hasQuotes, isTrimmed: true, () => isOdd = true);
        var records = new List<(int, bool)>();
        for (; records.Count < SampleRecords && reader.Read(); isOdd = false) records.Add((reader.FieldCount, isOdd));
        // The record that the end of the sample cuts through may lack fields.
        if (isCut && records.Count is > 1 and < SampleRecords) records.RemoveAt(records.Count - 1);
        return records;
    }

    private static bool HasHint(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        return text.StartsWith("sep="u8) && text.Length > 5 && Candidates.Contains(text[4]) && text[5] is (byte)'\r' or (byte)'\n';
    }
}
