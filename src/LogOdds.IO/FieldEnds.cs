using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.IO;

/// <summary>
/// Where fields end in a regular text: one without blank lines, whose lines all end, all alike, and have the same number of fields; quotes, where
/// there are any, enclose whole fields, and none stands inside them. Delimiters, line ends and quotes are found sixty-four bytes at a time, for a
/// batch of records after the other.
/// </summary>
internal ref struct FieldEnds
{
    /// <summary>The room that the ends of a batch need beyond those of one record.</summary>
    public const int Slack = 2 * TextWord.Bytes;

    // So many ends are written for each word, whether there are as many or not: no jump depends on their number.
    private const int Usual = 8;

    private readonly ReadOnlySpan<byte> _text;
    private readonly byte _delimiter;
    private readonly int _fields;
    private readonly bool _hasQuotes;
    private readonly Span<int> _ends;
    private Quotes _quotes;
    private int _at;
    private int _found = 1;
    private int _feeds;
    private int _rows;

    /// <summary>Begins before the first record.</summary>
    /// <param name="text">Whole records.</param>
    /// <param name="delimiter">What separates fields.</param>
    /// <param name="hasQuotes">Whether quotes enclose fields, or are text.</param>
    /// <param name="fields">The fields of a record, two at least: of one, a blank line might be a record.</param>
    /// <param name="ends">
    /// Where the ends of a batch are put: first the end of what is before it, then that of each field. <see cref="Slack"/> longer than a record
    /// has fields, at least.
    /// </param>
    public FieldEnds(ReadOnlySpan<byte> text, byte delimiter, bool hasQuotes, int fields, Span<int> ends)
    {
        _text = text;
        _ends = ends;
        // Of a text, the byte before the first would end what is before.
        _ends[0] = -1;
        (_delimiter, _fields) = (delimiter, fields);
        _hasQuotes = hasQuotes && text.Contains((byte)'"');
        _quotes = new Quotes();
        // All lines end with CR LF, or none has a CR.
        var returns = text.Count((byte)'\r');
        IsRegular = text is [] or [.., (byte)'\n'] && (returns == 0 || (returns == text.Count("\r\n"u8) && returns == text.Count((byte)'\n')));
        ExtraLineEnd = returns == 0 ? 0 : 1;
    }

    /// <summary>Whether nothing irregular has been met so far.</summary>
    public bool IsRegular { get; private set; }

    /// <summary>The records of the batch.</summary>
    public int Rows { get; private set; }

    /// <summary>The bytes by which a line's end is longer than one.</summary>
    public int ExtraLineEnd { get; }

    /// <summary>Goes on to the next batch; false at the end, and where the text turns out not to be regular.</summary>
    public bool Next()
    {
        if (!IsRegular) return false;
        // What was found beyond the last batch begins this one.
        var used = Rows * _fields;
        _ends[used.._found].CopyTo(_ends);
        _found -= used;
        Find();
        Rows = (_found - 1) / _fields;
        _rows += Rows;
        IsRegular = !_quotes.AreOdd && (Rows > 0 ? AreLines() : _found == 1 && _feeds == _rows);
        return IsRegular && Rows > 0;
    }

    /// <summary>
    /// Whether the records of the batch end where lines do, and none begins with a blank line. That no line ends within one, in quotes or not,
    /// shows at the end, by the number of lines.
    /// </summary>
    private readonly bool AreLines()
    {
        for (var k = _fields; k < _found; k += _fields)
            if (_text[_ends[k - _fields + 1]] == '\n' || _text[_ends[k]] != '\n') return false;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Find()
    {
        ref var text = ref MemoryMarshal.GetReference(_text);
        ref var ends = ref MemoryMarshal.GetReference(_ends);
        var (at, found, feeds, last, whole) = (_at, _found, _feeds, _ends.Length - Slack, _text.Length - TextWord.Bytes);
        var quotes = _quotes;
        Span<byte> rest = stackalloc byte[TextWord.Bytes];
        for (; at < _text.Length && found <= last; at += TextWord.Bytes)
        {
            scoped ref var word = ref Unsafe.Add(ref text, at);
            if (at > whole)
            {
                // What is left is less than a word. Zeros behind it end nothing.
                rest.Clear();
                _text[at..].CopyTo(rest);
                word = ref MemoryMarshal.GetReference(rest);
            }
            var lineEnds = TextWord.Where(ref word, (byte)'\n');
            feeds += BitOperations.PopCount(lineEnds);
            var bits = lineEnds | TextWord.Where(ref word, _delimiter);
            if (_hasQuotes) bits = quotes.Outside(TextWord.Where(ref word, (byte)'"'), bits, TextWord.Where(ref word, (byte)'\r'));
            var next = found + BitOperations.PopCount(bits);
            do
            {
                for (var k = 0; k < Usual; k++)
                {
                    Unsafe.Add(ref ends, found + k) = at + BitOperations.TrailingZeroCount(bits);
                    bits &= bits - 1;
                }
                found += Usual;
            }
            while (found < next);
            found = next;
        }
        (_at, _found, _feeds, _quotes) = (at, found, feeds, quotes);
    }

    /// <summary>What is known of quotes from one word to the next.</summary>
    private struct Quotes()
    {
        private ulong _inside;

        // In the lowest bit: whether a field starts with the word, and whether the byte before it closes one.
        private ulong _starts = 1;
        private ulong _closed;
        private ulong _odd;

        /// <summary>Whether a quote opened within a field, or one was closed before its end.</summary>
        public readonly bool AreOdd => _odd != 0;

        /// <summary>Those of the bytes that end fields that stand outside quotes.</summary>
        /// <param name="quotes">The quotes.</param>
        /// <param name="ends">The delimiters and line feeds.</param>
        /// <param name="returns">The carriage returns.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Outside(ulong quotes, ulong ends, ulong returns)
        {
            var inside = TextWord.Inside(quotes, _inside);
            var outside = ends & ~inside;
            var closing = quotes & ~inside;
            _odd |= quotes & inside & ~(outside << 1 | _starts);
            _odd |= (closing << 1 | _closed) & ~(ends | returns);
            (_inside, _starts, _closed) = (inside, outside >> (TextWord.Bytes - 1), closing >> (TextWord.Bytes - 1));
            return outside;
        }
    }
}
