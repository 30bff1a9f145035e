using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>
/// Reads svmlight text: a row is <c>label index:value index:value …</c>, indices from 1 and ascending; <c>qid:</c> pairs are passed
/// over, <c>#</c> begins a comment, blank lines are no rows. gzip is recognised.
/// </summary>
public static class SvmlightReader
{
    private const string Remedy = "A row is a label and pairs index:value, with indices from 1 in ascending order.";

    /// <summary>Reads a file; "-" is standard input.</summary>
    /// <exception cref="UnusableDataException">It is absent or is no svmlight text; the message says where and what to do.</exception>
    public static SparseRows Read(string path, CancellationToken cancellation = default)
    {
        using var source = Source.Open(path, cancellation);
        return Read(source);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The text, or gzip of it.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="UnusableDataException">It is no svmlight text.</exception>
    public static SparseRows Read(Stream stream, string name, CancellationToken cancellation = default) => Read(Source.Read(stream, name, cancellation));

    private static SparseRows Read(Source source)
    {
        var (labels, starts, indices, values, columns) = (new List<double>(), new List<long> { 0 }, new List<int>(), new List<double>(), 0);
        var text = source.Bytes.Span;
        for (var line = 1; !text.IsEmpty; line++)
        {
            var end = text.IndexOf((byte)'\n');
            var row = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (row.IndexOf((byte)'#') is var comment and >= 0) row = row[..comment];
            row = row.Trim(" \t\r"u8);
            if (row.IsEmpty) continue;
            labels.Add(NumberParser.TryParse(Word(ref row), (byte)'.', out var label) ? label : throw Fault("the label is no number"));
            var last = 0;
            while (!row.IsEmpty)
            {
                var word = Word(ref row);
                if (word.StartsWith("qid:"u8)) continue;
                var colon = word.IndexOf((byte)':');
                if (colon < 0 || !System.Buffers.Text.Utf8Parser.TryParse(word[..colon], out int index, out var read) || read != colon
                    || !NumberParser.TryParse(word[(colon + 1)..], (byte)'.', out var value))
                    throw Fault($"'{System.Text.Encoding.UTF8.GetString(word)}' is no pair index:value");
                if (index <= last) throw Fault($"the index {index} comes after {last}");
                if (!double.IsFinite(value)) throw Fault($"the value of index {index} is not a finite number");
                last = index;
                if (value == 0) continue;
                indices.Add(index - 1);
                values.Add(value);
            }
            columns = Math.Max(columns, last);
            starts.Add(values.Count);

            UnusableDataException Fault(string what) => new(what, $"{source.Name}, line {line}", Remedy);
        }
        if (labels.Count == 0) throw new UnusableDataException("there is no row in it", source.Name, Remedy);
        return new SparseRows(labels.ToArray(), starts.ToArray(), indices.ToArray(), values.ToArray(), columns);
    }

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> row)
    {
        var end = row.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? row : row[..end];
        row = end < 0 ? default : row[end..].TrimStart(" \t"u8);
        return word;
    }
}
