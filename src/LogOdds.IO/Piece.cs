using System.Buffers;

namespace LogOdds.IO;

/// <summary>A piece of a source that begins with a record and ends with one.</summary>
internal sealed class Piece
{
    /// <summary>The number of its source.</summary>
    public required int Source { get; init; }

    /// <summary>Whether it is the first of its source, with the header as its first record.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Its first byte.</summary>
    public required long Start { get; init; }

    /// <summary>The byte after its last.</summary>
    public long End { get; private set; }

    /// <summary>The line at which it starts, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Where its rows begin in the columns; until it has been read, if none before it has blank lines.</summary>
    public required long Row { get; set; }

    /// <summary>The most records it can have.</summary>
    public int Capacity { get; private set; }

    /// <summary>Its rows, once they have been read.</summary>
    public int Rows { get; set; }

    /// <summary>The rows at which lines do not go up by one, and their lines.</summary>
    public List<(int Row, int Line)> Jumps { get; } = [];

    /// <summary>The texts that codes in its rows stand for, for each column.</summary>
    public Utf8Levels[]? Levels { get; set; }

    /// <summary>
    /// Cuts sources where records begin, about a chunk apart: one walk over the text, on several cores. Of several processes each walks over
    /// a share, and all come to the same pieces.
    /// </summary>
    public static List<Piece> Cut(Source[] sources, ReadOptions options, ParallelOptions parallel)
    {
        var pieces = new List<Piece>();
        var chunk = Shares.ChunkBytes(sources.Sum(source => source.Length), options);
        for (var source = 0; source < sources.Length; source++) Cut(sources[source], source, chunk, options, parallel, pieces);
        return pieces;
    }

    private static void Cut(Source text, int source, int chunk, ReadOptions options, ParallelOptions parallel, List<Piece> pieces)
    {
        var ends = new LineEnds[checked((int)((text.Length + chunk - 1) / chunk))];
        var own = Shares.Own(ends.Length, options.Communicator);
        Parallel.For(own.Start.Value, own.End.Value, parallel, k =>
        {
            var start = (long)k * chunk;
            var length = (int)Math.Min(chunk, text.Length - start);
            var withNext = (int)Math.Min(chunk + 1, text.Length - start);
            var buffer = ArrayPool<byte>.Shared.Rent(withNext);
            var bytes = text.Read(start, withNext, buffer).Span;
            ends[k] = new LineEnds(bytes[..length], withNext > length ? bytes[length] : (byte)0, options.HasQuotes);
            ArrayPool<byte>.Shared.Return(buffer);
        });
        Shares.Complete(ends, options.Communicator);
        var (isInside, line) = (false, 1);
        // The header is the first record of the first piece.
        var open = new Piece { Source = source, IsFirst = true, Start = 0, Line = 1, Row = RowAfter(pieces), Capacity = -1 };
        for (var k = 0; k < ends.Length; k++)
        {
            var state = isInside ? ends[k].Inside : ends[k].Outside;
            if (state.Records > 0 && k > 0)
            {
                open.Close(pieces, (long)k * chunk + state.First);
                open = new Piece { Source = source, Start = open.End, Line = line + state.LinesBefore, Row = RowAfter(pieces), Capacity = state.Records - 1 };
            }
            else open.Capacity += state.Records;
            isInside ^= ends[k].HasOddQuotes;
            line += ends[k].Lines;
        }
        open.Close(pieces, text.Length);
    }

    // The record that the end cuts off from the next piece is its own; the last of a source may have no line end.
    private void Close(List<Piece> pieces, long end)
    {
        Capacity++;
        End = end;
        pieces.Add(this);
    }

    private static long RowAfter(List<Piece> pieces) => pieces.Count == 0 ? 0 : pieces[^1].Row + pieces[^1].Capacity;
}
