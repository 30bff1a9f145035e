using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>
/// Reads delimited text as a table: RFC 4180 with a header; delimiter and decimal mark detected; quotes (unless they are text), a byte order mark,
/// CR LF and blank lines taken as they come; gzip recognised. Empty and <c>NA</c> fields are missing. A column is numeric when
/// all its other fields are numbers, over all files together, and categorical otherwise. A column without a name is called by
/// its place (<c>column1</c>).
/// </summary>
public static class TableReader
{
    /// <summary>Reads files with the same header as one table; "-" is standard input.</summary>
    /// <exception cref="UnusableDataException">A file is absent or cannot be read as a table; the message says where and what to do.</exception>
    /// <exception cref="OperationCanceledException">The options asked for it.</exception>
    public static Table Read(IReadOnlyList<string> paths, ReadOptions? options = null)
    {
        options ??= new ReadOptions();
        Shares.RequireFiles(paths, options.Communicator);
        return Read([.. paths.Select(path => Source.Open(path, options.Cancellation))], options);
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

    private static Table Read(Source[] sources, ReadOptions options)
    {
        if (sources.Length == 0) throw new ArgumentException("There is no file to read.", nameof(sources));
        if (options.Progress is { } progress) options = options with { Progress = new RisingProgress(progress) };
        try
        {
            Shares.RequireSame(sources, options.Communicator);
            return ParallelReader.TryRead(sources, options) ?? SequentialReader.Read(sources, options);
        }
        finally
        {
            foreach (var source in sources) source.Dispose();
        }
    }
}
