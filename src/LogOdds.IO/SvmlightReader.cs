using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.IO;

/// <summary>
/// Reads svmlight text: a row is <c>label index:value index:value …</c>, indices from 1 and ascending; <c>qid:</c> pairs are passed
/// over, <c>#</c> begins a comment, blank lines are no rows. gzip is recognised.
/// </summary>
/// <remarks>
/// A first walk counts lines and colons, so that the second can put the entries of each piece where they belong: what is read takes no
/// more memory than what is kept.
/// </remarks>
public static class SvmlightReader
{
    /// <summary>Reads a file; "-" is standard input.</summary>
    /// <inheritdoc cref="Read(IReadOnlyList{string}, ReadOptions?)"/>
    public static SparseRows Read(string path, ReadOptions? options = null) => Read([path], options);

    /// <summary>Reads files as one; "-" is standard input.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="options">Cores, progress and cancellation; what is said of delimiters, decimal marks and quotes does not apply.</param>
    /// <exception cref="UnusableDataException">A file is absent or is no svmlight text; the message says where and what to do.</exception>
    public static SparseRows Read(IReadOnlyList<string> paths, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        if (paths.Count == 0) throw new ArgumentException("There is no file to read.", nameof(paths));
        return Read([.. paths.Select(path => Source.Open(path, options.Cancellation))], options);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The text, or gzip of it.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">As for files.</param>
    /// <exception cref="UnusableDataException">It is no svmlight text.</exception>
    public static SparseRows Read(Stream stream, string name, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        return Read([Source.Read(stream, name, options.Cancellation)], options);
    }

    private static SparseRows Read(Source[] sources, ReadOptions options)
    {
        if (options.Communicator.Size > 1) throw new UnusableDataException("svmlight text is not shared out over processes", sources[0].Name, "Fit it in one process.");
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount, CancellationToken = options.Cancellation };
        try
        {
            SvmlightPiece[] pieces = [.. sources.SelectMany(source => SvmlightPiece.Cut(source, options.ChunkBytes, parallel))];
            var (rows, entries) = (0L, 0L);
            foreach (var piece in pieces)
            {
                (piece.FirstRow, piece.FirstEntry) = (checked((int)rows), entries);
                (rows, entries) = (rows + piece.MostRows, entries + piece.MostEntries);
            }
            if (entries > Array.MaxLength || rows > Array.MaxLength - 1)
                throw new UnusableDataException($"there are {Math.Max(rows, entries)} rows or entries in it, more than {Array.MaxLength}", sources[0].Name, "Fit a part of the rows.");
            var (labels, starts) = (ColumnMemory.AllocateArray<double>((int)rows), ColumnMemory.AllocateArray<long>((int)rows + 1));
            var (indices, values) = (ColumnMemory.AllocateArray<int>((int)entries), ColumnMemory.AllocateArray<double>((int)entries));
            starts[0] = 0;
            var (done, length, progress) = (0L, sources.Sum(source => source.Length), options.Progress is { } told ? new RisingProgress(told) : null);
            Parallel.For(0, pieces.Length, parallel, k =>
            {
                pieces[k].Read(labels, starts, indices, values);
                progress?.Report((double)Interlocked.Add(ref done, pieces[k].Length) / length);
            });
            return Join(pieces, labels, starts, indices, values);
        }
        finally
        {
            foreach (var source in sources) source.Dispose();
        }
    }

    /// <summary>Moves rows up where pieces had fewer than they might have, and says which file and line each came from.</summary>
    private static SparseRows Join(SvmlightPiece[] pieces, double[] labels, long[] starts, int[] indices, double[] values)
    {
        var (rows, entries, columns, origin) = (0, 0L, 0, new FileOrigin());
        foreach (var piece in pieces)
        {
            if (piece.Fault is not null) throw piece.Fault;
            if (piece.IsFirst) origin.StartFile(piece.Name);
            origin.Add(piece.Rows, piece.Jumps);
            var shift = piece.FirstEntry - entries;
            if (piece.FirstRow != rows) Array.Copy(labels, piece.FirstRow, labels, rows, piece.Rows);
            if (piece.FirstRow != rows || shift != 0)
                for (var i = 1; i <= piece.Rows; i++) starts[rows + i] = starts[piece.FirstRow + i] - shift;
            if (shift != 0)
            {
                Array.Copy(indices, piece.FirstEntry, indices, entries, piece.Entries);
                Array.Copy(values, piece.FirstEntry, values, entries, piece.Entries);
            }
            (rows, entries, columns) = (rows + piece.Rows, entries + piece.Entries, Math.Max(columns, piece.LargestIndex));
        }
        if (rows == 0) throw SvmlightPiece.NoRow(pieces[0].Name);
        return new SparseRows(labels.AsMemory(0, rows), starts.AsMemory(0, rows + 1), indices.AsMemory(0, (int)entries), values.AsMemory(0, (int)entries), columns) { Origin = origin };
    }
}
