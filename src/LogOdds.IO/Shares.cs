using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.IO;

/// <summary>How processes share out what is to be read, and agree on what they have read. One process has all of it and agrees with itself.</summary>
internal static class Shares
{
    // Shares are made of whole pieces, so they may differ by one.
    private const int PiecesPerShare = 64;

    /// <summary>Refuses what only one process can read.</summary>
    public static void RequireFiles(IReadOnlyList<string> paths, ICommunicator ranks)
    {
        if (ranks.Size > 1 && paths.Contains("-"))
            throw new UnusableDataException("standard input cannot be shared out over processes", remedy: "Give a file that all of them can read.");
    }

    /// <summary>Makes sure that all processes read the same files.</summary>
    public static void RequireSame(Source[] sources, ICommunicator ranks)
    {
        var own = new byte[sources.Length * sizeof(long)];
        for (var k = 0; k < sources.Length; k++) BinaryPrimitives.WriteInt64LittleEndian(own.AsSpan(k * sizeof(long)), sources[k].Length);
        var all = ranks.Gather(own);
        for (var rank = 1; rank < all.Length; rank++)
            for (var k = 0; k < Math.Max(all[0].Length, all[rank].Length) / sizeof(long); k++)
                if (Length(all[0], k) is var first && Length(all[rank], k) is var other && first != other)
                    throw new UnusableDataException($"it has {first} bytes where rank 0 runs and {other} where rank {rank} runs", k < sources.Length ? sources[k].Name : null, "All processes read the same files: put them where all machines see them.");

        static long Length(byte[] lengths, int k) => (k + 1) * sizeof(long) <= lengths.Length ? BinaryPrimitives.ReadInt64LittleEndian(lengths.AsSpan(k * sizeof(long))) : 0;
    }

    /// <summary>The bytes of a piece: fewer than is best for one core where processes would get too few pieces.</summary>
    public static int ChunkBytes(long bytes, ReadOptions options) => options.Communicator.Size == 1
        ? options.ChunkBytes
        : (int)Math.Clamp(bytes / ((long)PiecesPerShare * options.Communicator.Size), 1, options.ChunkBytes);

    /// <summary>The stretch of so many things that is this process's.</summary>
    public static Range Own(int count, ICommunicator ranks) =>
        (int)((long)count * ranks.Rank / ranks.Size)..(int)((long)count * (ranks.Rank + 1) / ranks.Size);

    /// <summary>The pieces that are this process's: those that begin in its stretch of the bytes of all sources.</summary>
    public static List<Piece> Own(List<Piece> pieces, Source[] sources, ICommunicator ranks)
    {
        if (ranks.Size == 1) return pieces;
        var before = new long[sources.Length + 1];
        for (var k = 0; k < sources.Length; k++) before[k + 1] = before[k] + sources[k].Length;
        var own = pieces.FindAll(piece => (long)((Int128)(before[piece.Source] + piece.Start) * ranks.Size / before[^1]) == ranks.Rank);
        var row = 0L;
        foreach (var piece in own)
        {
            piece.Row = row;
            row += piece.Capacity;
        }
        return own;
    }

    /// <summary>The rows of a table that are this process's.</summary>
    /// <exception cref="UnusableDataException">There are fewer rows than processes.</exception>
    public static Table Own(Table table, ICommunicator ranks)
    {
        if (ranks.Size == 1) return table;
        if (table.Rows < ranks.Size) throw new UnusableDataException($"{ranks.Size} processes cannot share out {table.Rows} rows", remedy: "Start fewer.");
        var (start, length) = Own(table.Rows, ranks).GetOffsetAndLength(table.Rows);
        return table.Select([.. Enumerable.Range(start, length)]);
    }

    /// <summary>Fills an array of which each process has its stretch.</summary>
    public static void Complete<T>(T[] values, ICommunicator ranks) where T : unmanaged
    {
        if (ranks.Size == 1) return;
        var rest = values.AsSpan();
        foreach (var bytes in ranks.Gather(MemoryMarshal.AsBytes(values.AsSpan(Own(values.Length, ranks)))))
        {
            var part = MemoryMarshal.Cast<byte, T>(bytes);
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }
    }

    /// <summary>Whether something is so in all processes.</summary>
    public static bool All(bool isSo, ICommunicator ranks) => !ranks.Any(!isSo);

    /// <summary>What is so in some process.</summary>
    public static bool[] Any(bool[] areSo, ICommunicator ranks)
    {
        var numbers = Array.ConvertAll(areSo, isSo => isSo ? 1.0 : 0);
        ranks.Maximum(numbers);
        return Array.ConvertAll(numbers, number => number > 0);
    }

    /// <summary>The texts that some process has, each once.</summary>
    public static IEnumerable<string> Union(IEnumerable<string> texts, ICommunicator ranks)
    {
        var own = texts.Distinct(StringComparer.Ordinal);
        if (ranks.Size == 1) return own;
        return ranks.GatherTexts([.. own]).SelectMany(all => all).Distinct(StringComparer.Ordinal);
    }
}
