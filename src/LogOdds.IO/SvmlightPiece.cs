using System.Buffers;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>Whole lines of an svmlight text, about a chunk of them, and where their rows and entries go.</summary>
internal sealed class SvmlightPiece
{
    private const string Remedy = "A row is a label and pairs index:value, with indices from 1 in ascending order.";

    private readonly Source _source;
    private readonly long _start;
    private readonly int _firstLine;
    private long _end;

    private SvmlightPiece(Source source, bool isFirst, long start, int firstLine) => (_source, IsFirst, _start, _firstLine) = (source, isFirst, start, firstLine);

    /// <summary>Whether it is the first of its source.</summary>
    public bool IsFirst { get; }

    public string Name => _source.Name;

    public int Length => checked((int)(_end - _start));

    /// <summary>Its lines: the most rows it can have.</summary>
    public int MostRows { get; private set; }

    /// <summary>Its colons: the most entries it can have.</summary>
    public long MostEntries { get; private set; }

    /// <summary>Where its rows begin among those of all pieces.</summary>
    public int FirstRow { get; set; }

    /// <summary>Where its entries begin.</summary>
    public long FirstEntry { get; set; }

    public int Rows { get; private set; }

    public long Entries { get; private set; }

    /// <summary>The largest index.</summary>
    public int LargestIndex { get; private set; }

    /// <summary>The rows at which lines do not go up by one, and their lines.</summary>
    public List<(int Row, int Line)> Jumps { get; } = [];

    /// <summary>What is wrong in it, if anything is.</summary>
    public UnusableDataException? Fault { get; private set; }

    /// <summary>Cuts a source at line ends, about a chunk apart: one walk over the text, on several cores.</summary>
    public static IEnumerable<SvmlightPiece> Cut(Source source, int chunk, ParallelOptions parallel)
    {
        var chunks = new Counts[checked((int)((source.Length + chunk - 1) / chunk))];
        Parallel.For(0, chunks.Length, parallel, k =>
        {
            var start = (long)k * chunk;
            var length = (int)Math.Min(chunk, source.Length - start);
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            chunks[k] = new Counts(source.Read(start, length, buffer).Span);
            ArrayPool<byte>.Shared.Return(buffer);
        });
        var (pieces, line) = (new List<SvmlightPiece>(), 1);
        var open = new SvmlightPiece(source, isFirst: true, 0, 1) { MostRows = 1 };
        for (var k = 0; k < chunks.Length; k++)
        {
            var own = chunks[k];
            if (own.Lines > 0 && k > 0)
            {
                // The line that the chunk begins in is the last of the piece before.
                open.MostEntries += own.PairsOfFirst;
                open._end = (long)k * chunk + own.First;
                pieces.Add(open);
                open = new SvmlightPiece(source, isFirst: false, open._end, line + 1) { MostRows = own.Lines, MostEntries = own.Pairs - own.PairsOfFirst };
            }
            else
            {
                open.MostRows += own.Lines;
                open.MostEntries += own.Pairs;
            }
            line += own.Lines;
        }
        open._end = source.Length;
        pieces.Add(open);
        return pieces;
    }

    /// <summary>Reads the rows into arrays, from the places where they begin.</summary>
    public void Read(double[] labels, long[] starts, int[] indices, double[] values)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Length);
        try
        {
            var text = _source.Read(_start, Length, buffer).Span;
            var target = new SvmlightRow(indices, values) { Entries = (int)FirstEntry };
            var expected = -1;
            for (var line = _firstLine; !text.IsEmpty; line++)
            {
                var end = text.IndexOf((byte)'\n');
                var row = end < 0 ? text : text[..end];
                text = end < 0 ? default : text[(end + 1)..];
                var before = target.Entries;
                if (!target.TryReadPlain(row))
                {
                    target.Entries = before;
                    if (!target.TryRead(row, $"{_source.Name}, line {line}", Remedy)) continue;
                }
                if (line != expected) Jumps.Add((Rows, line));
                expected = line + 1;
                labels[FirstRow + Rows] = target.Label;
                starts[FirstRow + ++Rows] = target.Entries;
            }
            (Entries, LargestIndex) = (target.Entries - FirstEntry, target.LargestIndex);
        }
        catch (UnusableDataException e)
        {
            Fault = e;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A fault of a text in which no row is.</summary>
    public static UnusableDataException NoRow(string name) => new("there is no row in it", name, Remedy);

    /// <summary>What a chunk of text holds.</summary>
    private readonly struct Counts
    {
        public Counts(ReadOnlySpan<byte> text)
        {
            Lines = text.Count((byte)'\n');
            Pairs = text.Count((byte)':');
            First = Lines == 0 ? 0 : text.IndexOf((byte)'\n') + 1;
            PairsOfFirst = text[..First].Count((byte)':');
        }

        /// <summary>Line ends.</summary>
        public int Lines { get; }

        public int Pairs { get; }

        /// <summary>Where the line after the first line end begins.</summary>
        public int First { get; }

        /// <summary>The pairs before it.</summary>
        public int PairsOfFirst { get; }
    }
}
