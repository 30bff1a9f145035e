using System.Buffers;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>Says what is wrong with sources that are too long to be read record by record in memory: a piece at a time.</summary>
internal static class LongSources
{
    /// <summary>Throws the first fault.</summary>
    /// <exception cref="UnusableDataException">Always.</exception>
    public static void RequireFault(Source[] sources, ReadOptions options)
    {
        var beginnings = Array.ConvertAll(sources, source => source.Beginning());
        var decimalMark = (byte?)options.Decimal ?? DecimalMark.Detect(beginnings, options);
        var headers = Array.ConvertAll(beginnings, beginning =>
        {
            using var fields = new Fields(beginning, options);
            return (fields.Names, fields.Delimiter, fields.Line);
        });
        for (var k = 1; k < sources.Length; k++) _ = Header.Places(headers[k].Names, sources[k], headers[0].Names, sources[0]);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount, CancellationToken = options.Cancellation };
        foreach (var piece in Piece.Cut(sources, options, parallel))
        {
            options.Cancellation.ThrowIfCancellationRequested();
            var (source, (names, delimiter, line)) = (sources[piece.Source], headers[piece.Source]);
            var length = checked((int)(piece.End - piece.Start));
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            using var fields = new Fields(source.Name, source.Read(piece.Start, length, buffer), delimiter, options.HasQuotes, names, piece.Line - 1);
            while (fields.Next())
            {
                if (piece.IsFirst && fields.Line <= line) continue;
                for (var j = 0; j < names.Length; j++)
                {
                    if (!System.Text.Unicode.Utf8.IsValid(fields[j])) throw new UnusableDataException($"the text in column '{names[j]}' is not UTF-8", fields.Place, Utf8.Remedy);
                    if (options.Decimal is null && !NumberParser.TryParse(fields[j], decimalMark, out _)) DecimalMark.RequireNotOther(fields[j], decimalMark, fields);
                }
            }
            ArrayPool<byte>.Shared.Return(buffer);
        }
        throw new UnusableDataException("it holds more than 2 GB of text, or more rows than a table can have, and cannot be read as it is", sources[0].Name, "Split it into smaller files; they are read as one table.");
    }
}
