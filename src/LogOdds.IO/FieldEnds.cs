using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogOdds.IO;

/// <summary>
/// Where fields end in a regular text: one without quotes and blank lines, whose lines all end, all alike, and have the same number of fields.
/// Delimiters and line ends are found sixty-four bytes at a time, for a batch of records after the other.
/// </summary>
internal ref struct FieldEnds
{
    /// <summary>The room that the ends of a batch need beyond those of one record.</summary>
    public const int Slack = 2 * Word;

    private const int Word = 64;

    // So many ends are written for each word, whether there are as many or not: no jump depends on their number.
    private const int Usual = 8;

    private readonly ReadOnlySpan<byte> _text;
    private readonly byte _delimiter;
    private readonly int _fields;
    private readonly Span<int> _ends;
    private int _at;
    private int _found = 1;
    private int _feeds;
    private int _rows;

    /// <summary>Begins before the first record.</summary>
    /// <param name="text">Whole records.</param>
    /// <param name="delimiter">What separates fields.</param>
    /// <param name="fields">The fields of a record, two at least: of one, a blank line might be a record.</param>
    /// <param name="ends">
    /// Where the ends of a batch are put: first the end of what is before it, then that of each field. <see cref="Slack"/> longer than a record
    /// has fields, at least.
    /// </param>
    public FieldEnds(ReadOnlySpan<byte> text, byte delimiter, int fields, Span<int> ends)
    {
        _text = text;
        _ends = ends;
        // Of a text, the byte before the first would end what is before.
        _ends[0] = -1;
        (_delimiter, _fields) = (delimiter, fields);
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
        IsRegular = Rows > 0 ? AreLines() : _found == 1 && _feeds == _rows;
        return IsRegular && Rows > 0;
    }

    /// <summary>
    /// Whether the records of the batch end where lines do, and none begins with a blank line. That no line ends within one shows at the
    /// end, by the number of lines.
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
        var (at, found, feeds, last) = (_at, _found, _feeds, _ends.Length - Slack);
        var (delimiter, feed) = (Vector256.Create(_delimiter), Vector256.Create((byte)'\n'));
        for (; at <= _text.Length - Word && found <= last; at += Word)
        {
            var low = Vector256.LoadUnsafe(ref text, (nuint)at);
            var high = Vector256.LoadUnsafe(ref text, (nuint)at + Word / 2);
            var (lowFeeds, highFeeds) = (Vector256.Equals(low, feed), Vector256.Equals(high, feed));
            feeds += BitOperations.PopCount(Bits(lowFeeds, highFeeds));
            var bits = Bits(lowFeeds | Vector256.Equals(low, delimiter), highFeeds | Vector256.Equals(high, delimiter));
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
        for (; at < _text.Length && found <= last; at++)
        {
            if (_text[at] != _delimiter && _text[at] != '\n') continue;
            if (_text[at] == '\n') feeds++;
            _ends[found++] = at;
        }
        (_at, _found, _feeds) = (at, found, feeds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) => low.ExtractMostSignificantBits() | (ulong)high.ExtractMostSignificantBits() << (Word / 2);
}
