namespace LogOdds.IO;

/// <summary>A fault of quoting that makes it unsure where fields end.</summary>
/// <param name="What">What is wrong.</param>
/// <param name="At">Where in the record it begins, in bytes.</param>
internal sealed record QuoteFault(string What, int At)
{
    public const string Remedy = "A quote inside a quoted field is written twice; where quotes are text, read with --quote none (HasQuotes = false).";

    /// <summary>
    /// The first such fault of a record; null when its only oddity is a quote inside an unquoted field, as in <c>5" pipe</c>,
    /// which is text. The tokenizer names one oddity a record only, and the harmless one may stand first.
    /// </summary>
    public static QuoteFault? Find(ReadOnlySpan<byte> record, char delimiter)
    {
        for (var at = 0; at < record.Length; at++)
        {
            at = SkipBlanks(record, at, delimiter);
            if (at < record.Length && record[at] == '"')
            {
                var open = at;
                at = Close(record, open + 1);
                if (at == record.Length) return new QuoteFault("a quote is opened here and never closed", open);
                at = SkipBlanks(record, at + 1, delimiter);
                if (at < record.Length && record[at] != delimiter) return new QuoteFault("text follows a closing quote", at);
            }
            else
            {
                while (at < record.Length && record[at] != delimiter) at++;
            }
        }
        return null;
    }

    private static int SkipBlanks(ReadOnlySpan<byte> record, int at, char delimiter)
    {
        while (at < record.Length && record[at] is (byte)' ' or (byte)'\t' && record[at] != delimiter) at++;
        return at;
    }

    /// <summary>The place of the quote that closes a field; the length of the record where there is none.</summary>
    private static int Close(ReadOnlySpan<byte> record, int at)
    {
        for (; at < record.Length; at++)
        {
            if (record[at] != '"') continue;
            if (at + 1 == record.Length || record[at + 1] != '"') return at;
            at++;
        }
        return record.Length;
    }
}
