using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>
/// Reads delimited text as a table: RFC 4180 with a header; delimiter and decimal mark detected; quotes (unless they are text), a byte order mark,
/// CR LF and blank lines taken as they come; gzip recognised. Empty and <c>NA</c> fields are missing. A column is numeric when
/// all its other fields are numbers, over all files together, and categorical otherwise. A column without a name is called by
/// its place (<c>column1</c>). A tile file is recognised by its first bytes.
/// </summary>
public static class TableReader
{
    /// <summary>
    /// Reads files with the same header as one table, or one tile file; "-" is standard input. A tile file stays open as long as the
    /// process lives: <see cref="TileFile"/> opens one that can be closed.
    /// </summary>
    /// <exception cref="UnusableDataException">A file is absent or cannot be read as a table; the message says where and what to do.</exception>
    /// <exception cref="OperationCanceledException">The options asked for it.</exception>
    public static Table Read(IReadOnlyList<string> paths, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        Shares.RequireFiles(paths, options.Communicator);
        if (paths.FirstOrDefault(TileFile.Is) is not { } tiles) return Read([.. paths.Select(path => Source.Open(path, options.Cancellation))], options);
        if (paths.Count > 1) throw new UnusableDataException("a tile file is read alone", tiles, "Pack all the files into one.");
        return Shares.Own(Kept(TileFile.Open(tiles).Table, options), options.Communicator);
    }

    /// <summary>Reads one file; "-" is standard input.</summary>
    /// <inheritdoc cref="Read(IReadOnlyList{string}, ReadOptions?)"/>
    public static Table Read(string path, ReadOptions? options = null) => Read([path], options);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The text, or gzip of it.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How; null to detect everything.</param>
    /// <exception cref="UnusableDataException">The text cannot be read as a table.</exception>
    /// <exception cref="OperationCanceledException">The options asked for it.</exception>
    public static Table Read(Stream stream, string name, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        return Read([Source.Read(stream, name, options.Cancellation)], options);
    }

    /// <summary>Reads text that is in memory.</summary>
    /// <param name="text">The text, or gzip of it; not copied, and not to be changed meanwhile.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How; null to detect everything.</param>
    /// <exception cref="UnusableDataException">The text cannot be read as a table.</exception>
    /// <exception cref="OperationCanceledException">The options asked for it.</exception>
    public static Table Read(ReadOnlyMemory<byte> text, string name, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        return Read([Source.Of(text, name, options.Cancellation)], options);
    }

    /// <summary>Reads files into a tile file.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="writer">The file, which is finished.</param>
    /// <param name="source">What it says that it comes from.</param>
    /// <param name="journal">What is done of it; null where it could not be gone on with.</param>
    internal static void Pack(IReadOnlyList<string> paths, ReadOptions options, TileWriter writer, TileSource? source, PackJournal? journal)
    {
        if (paths.FirstOrDefault(TileFile.Is) is { } tiles) throw new UnusableDataException("this is a tile file already", tiles);
        Source[] sources = [.. paths.Select(path => Source.Open(path, options.Cancellation))];
        if (options.Progress is { } progress) options = options with { Progress = new RisingProgress(progress) };
        try
        {
            if (ParallelReader.TryRead(sources, options, writer.Slots, journal) is { } inSlots)
            {
                // From here on columns are moved: there is no way back to what the journal says.
                journal?.Dispose();
                writer.FinishSlots(inSlots, source);
                return;
            }
            var table = Kept(SequentialReader.Read(sources, options), options);
            writer.Append(table);
            writer.Finish(source, table.Origin as FileOrigin);
        }
        finally
        {
            foreach (var one in sources) one.Dispose();
        }
    }

    /// <summary>The columns of a table that are asked for.</summary>
    private static Table Kept(Table table, ReadOptions options)
    {
        if (options.Columns is null) return table;
        foreach (var name in options.Columns) _ = table[name];
        return new Table(table.Columns.Where(column => options.Columns.Contains(column.Name)), table.Origin);
    }

    private static Table Read(Source[] sources, ReadOptions options)
    {
        if (sources.Length == 0) throw new ArgumentException("There is no file to read.", nameof(sources));
        if (options.Progress is { } progress) options = options with { Progress = new RisingProgress(progress) };
        try
        {
            Shares.RequireSame(sources, options.Communicator);
            return ParallelReader.TryRead(sources, options, new ColumnsInMemory()) ?? Kept(SequentialReader.Read(sources, options), options);
        }
        finally
        {
            foreach (var source in sources) source.Dispose();
        }
    }
}
