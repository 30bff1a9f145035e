namespace LogOdds.IO;

/// <summary>
/// The line ends of a piece of text, for both states in which it may begin: outside quotes and inside. Which of them it is depends
/// on all the text before; with both at hand, the pieces of a text can be looked at in any order.
/// </summary>
internal readonly record struct LineEnds
{
    /// <summary>Counts the line ends of a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="next">The byte behind it; 0 at the end of the text.</param>
    /// <param name="hasQuotes">Whether quotes enclose fields; where they do not, all of a text is outside them.</param>
    public LineEnds(ReadOnlySpan<byte> piece, byte next, bool hasQuotes)
    {
        (Outside, Inside) = (new State(), new State());
        var (isInside, at) = (false, 0);
        while (true)
        {
            var length = hasQuotes ? piece[at..].IndexOf((byte)'"') : -1;
            var part = length < 0 ? piece[at..] : piece.Slice(at, length);
            var behind = at + part.Length < piece.Length ? piece[at + part.Length] : next;
            var count = Count(part, behind, out var first);
            // In a piece that begins outside quotes the part stands outside where an even number of quotes is before it.
            if (isInside) Inside = Inside.With(count, at + first, Lines);
            else Outside = Outside.With(count, at + first, Lines);
            Lines += count;
            if (length < 0) break;
            HasOddQuotes = isInside = !isInside;
            at += length + 1;
        }
    }

    /// <summary>All line ends, those inside quotes among them.</summary>
    public int Lines { get; }

    /// <summary>Whether the piece changes the state.</summary>
    public bool HasOddQuotes { get; }

    /// <summary>The ends of records if the piece begins outside quotes.</summary>
    public State Outside { get; }

    /// <summary>The ends of records if the piece begins inside quotes.</summary>
    public State Inside { get; }

    // A CR ends a line where no LF follows it, and an LF always.
    private static int Count(ReadOnlySpan<byte> part, byte behind, out int first)
    {
        first = 0;
        var feeds = part.Count((byte)'\n');
        var returns = part.Count((byte)'\r');
        if (feeds == 0 && returns == 0) return 0;
        var loneReturns = returns == 0 ? 0 : returns - part.Count("\r\n"u8) - (part[^1] == '\r' && behind == '\n' ? 1 : 0);
        if (feeds + loneReturns == 0) return 0;
        first = part.IndexOfAny((byte)'\n', (byte)'\r');
        // Of CR LF, the line ends with the LF.
        if (part[first] == '\r' && (first + 1 < part.Length ? part[first + 1] : behind) == '\n') first++;
        first++;
        return feeds + loneReturns;
    }

    /// <summary>Ends of records.</summary>
    /// <param name="Records">How many.</param>
    /// <param name="First">Where the record after the first of them starts.</param>
    /// <param name="LinesBefore">The line ends up to there.</param>
    public readonly record struct State(int Records, int First, int LinesBefore)
    {
        public State With(int count, int first, int lines) => count == 0 ? this
            : Records == 0 ? new State(count, first, lines + 1)
            : this with { Records = Records + count };
    }
}
