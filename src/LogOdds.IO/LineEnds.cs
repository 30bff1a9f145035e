using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public LineEnds(ReadOnlySpan<byte> piece, byte next, bool hasQuotes)
    {
        var (outside, inside, lines, isInside) = (new State(), new State(), 0, 0UL);
        ref var text = ref MemoryMarshal.GetReference(piece);
        Span<byte> rest = stackalloc byte[TextWord.Bytes];
        for (var at = 0; at < piece.Length; at += TextWord.Bytes)
        {
            scoped ref var word = ref Unsafe.Add(ref text, at);
            var (length, behind) = (piece.Length - at, next);
            var valid = ulong.MaxValue;
            if (length > TextWord.Bytes) behind = Unsafe.Add(ref word, TextWord.Bytes);
            else if (length < TextWord.Bytes)
            {
                rest.Clear();
                piece[at..].CopyTo(rest);
                rest[length] = next;
                word = ref MemoryMarshal.GetReference(rest);
                valid = (1UL << length) - 1;
            }
            var feeds = TextWord.Where(ref word, (byte)'\n');
            // A CR ends a line where no LF follows it, and an LF always.
            var ends = (feeds | TextWord.Where(ref word, (byte)'\r') & ~(feeds >> 1 | (behind == '\n' ? 1UL << (TextWord.Bytes - 1) : 0))) & valid;
            if (hasQuotes) isInside = TextWord.Inside(TextWord.Where(ref word, (byte)'"') & valid, isInside);
            outside = outside.With(ends & ~isInside, ends, at, lines);
            inside = inside.With(ends & isInside, ends, at, lines);
            lines += BitOperations.PopCount(ends);
        }
        (Outside, Inside, Lines, HasOddQuotes) = (outside, inside, lines, (long)isInside < 0);
    }

    /// <summary>All line ends, those inside quotes among them.</summary>
    public int Lines { get; }

    /// <summary>Whether the piece changes the state.</summary>
    public bool HasOddQuotes { get; }

    /// <summary>The ends of records if the piece begins outside quotes.</summary>
    public State Outside { get; }

    /// <summary>The ends of records if the piece begins inside quotes.</summary>
    public State Inside { get; }

    /// <summary>Ends of records.</summary>
    /// <param name="Records">How many.</param>
    /// <param name="First">Where the record after the first of them starts.</param>
    /// <param name="LinesBefore">The line ends up to there.</param>
    public readonly record struct State(int Records, int First, int LinesBefore)
    {
        /// <summary>Adds those of a word.</summary>
        /// <param name="records">The ends of records.</param>
        /// <param name="ends">All line ends.</param>
        /// <param name="at">Where the word starts.</param>
        /// <param name="lines">The line ends before it.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public State With(ulong records, ulong ends, int at, int lines)
        {
            if (Records > 0 || records == 0) return this with { Records = Records + BitOperations.PopCount(records) };
            var first = BitOperations.TrailingZeroCount(records);
            return new State(BitOperations.PopCount(records), at + first + 1, lines + BitOperations.PopCount(ends & ((2UL << first) - 1)));
        }
    }
}
