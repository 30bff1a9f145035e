using LogOdds.Numerics;

namespace LogOdds.IO;

/// <summary>How delimited text is read; what is null is detected.</summary>
public sealed record ReadOptions
{
    /// <summary>What separates fields: one of comma, semicolon, tab and bar when detected.</summary>
    /// <exception cref="ArgumentException">It is a quote, or not a printable ASCII character or a tab.</exception>
    public char? Delimiter
    {
        get;
        init => field = value is null or '\t' or (>= ' ' and <= '~' and not '"') ? value
            : throw new ArgumentException($"The delimiter is a tab or a printable ASCII character other than the quote, not '{value}'.");
    }

    /// <summary>The decimal mark, a point or a comma.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public char? Decimal
    {
        get;
        init => field = value is null or '.' or ',' ? value : throw new ArgumentException($"The decimal mark is a point or a comma, not '{value}'.");
    }

    /// <summary>
    /// Whether a field may stand in double quotes, within which the delimiter and line breaks are text and a quote is written twice. Where
    /// it is false, quotes are text like any other: what R calls <c>quote = ""</c> and pandas <c>QUOTE_NONE</c>.
    /// </summary>
    public bool HasQuotes { get; init; } = true;

    /// <summary>How many cores to use at most; 0 for all. It never changes the result.</summary>
    public int Threads { get; init; }

    /// <summary>The names of the columns to keep, in whatever order; null for all.</summary>
    public IReadOnlyCollection<string>? Columns { get; init; }

    /// <summary>The bytes that a core takes at a time, but for tests.</summary>
    internal int ChunkBytes { get; init; } = 1 << 21;

    /// <summary>The bytes of text that are read record by record where something is wrong with them, but for tests.</summary>
    internal long MostTextInMemory { get; init; } = Array.MaxLength;

    /// <summary>The bytes of text after which a packing is written down, but for tests.</summary>
    internal long JournalBytes { get; init; } = 1 << 26;

    /// <summary>
    /// The processes that share the rows out: each reads the same files, and its table has a stretch of about as many bytes as another's, in the
    /// order of the ranks. Kinds of columns and levels are agreed on. Default: one process that reads all.
    /// </summary>
    public ICommunicator Communicator { get; init; } = Alone.Instance;

    /// <summary>Told how far reading has come, from 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Ends the reading with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Cancellation { get; init; }
}
