using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>Reads lines of svmlight, one after the other, into arrays of entries.</summary>
internal struct SvmlightRow(int[] indices, double[] values)
{
    /// <summary>Where the next entry goes.</summary>
    public int Entries { get; set; }

    /// <summary>The label of the last row that was read.</summary>
    public double Label { get; private set; }

    /// <summary>The largest index so far.</summary>
    public int LargestIndex { get; private set; }

    // As many characters as are looked at at once for a pair.
    private const int PairBytes = 8 + 16;

    /// <summary>Reads a line as most are: a label, and pairs with a blank between them. What it does not know it leaves alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryReadPlain(ReadOnlySpan<byte> line)
    {
        var at = 0;
        while (at < line.Length && line[at] > ' ') at++;
        if (at == 0 || !NumberParser.TryParse(line[..at], (byte)'.', out var label) || !double.IsFinite(label)) return false;
        var last = 0;
        while (at < line.Length)
        {
            if (line[at] <= ' ')
            {
                at++;
                continue;
            }
            int index, begin;
            if (line.Length - at >= PairBytes && NumberParser.TryTakeUpTo((byte)':', ref Unsafe.Add(ref MemoryMarshal.GetReference(line), at), out index, out var digits))
            {
                begin = at += digits + 1;
                var ends = Vector128.LessThanOrEqual(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(line), (nuint)at), Vector128.Create((byte)' ')).ExtractMostSignificantBits();
                at += ends == 0 ? 16 : BitOperations.TrailingZeroCount(ends);
            }
            else
            {
                (index, begin) = (0, at);
                while (at < line.Length && (uint)(line[at] - '0') <= 9) index = 10 * index + (line[at++] - '0');
                if (at == line.Length || line[at] != ':' || at - begin is 0 or > 9) return false;
                begin = ++at;
            }
            if (index <= last) return false;
            while (at < line.Length && line[at] > ' ') at++;
            if (!NumberParser.TryParse(line[begin..at], (byte)'.', out var value) || !double.IsFinite(value)) return false;
            last = index;
            if (value == 0) continue;
            indices[Entries] = index - 1;
            values[Entries++] = value;
        }
        (Label, LargestIndex) = (label, Math.Max(LargestIndex, last));
        return true;
    }

    /// <summary>Reads a line with all that may stand in it; false where no row is in it.</summary>
    /// <exception cref="UnusableDataException">It is no row; the message says why.</exception>
    public bool TryRead(ReadOnlySpan<byte> line, string place, string remedy)
    {
        if (line.IndexOf((byte)'#') is var comment and >= 0) line = line[..comment];
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty) return false;
        var word = Word(ref line);
        if (!NumberParser.TryParse(word, (byte)'.', out var label)) throw Fault("the label is no number");
        if (!double.IsFinite(label)) throw Fault("the label is not a finite number");
        var last = 0;
        while (!line.IsEmpty)
        {
            word = Word(ref line);
            if (word.StartsWith("qid:"u8)) continue;
            var colon = word.IndexOf((byte)':');
            if (colon < 0 || !Utf8Parser.TryParse(word[..colon], out int index, out var read) || read != colon
                || !NumberParser.TryParse(word[(colon + 1)..], (byte)'.', out var value))
                throw Fault($"'{System.Text.Encoding.UTF8.GetString(word)}' is no pair index:value");
            if (index <= last) throw Fault($"the index {index} comes after {last}");
            if (!double.IsFinite(value)) throw Fault($"the value of index {index} is not a finite number");
            last = index;
            if (value == 0) continue;
            indices[Entries] = index - 1;
            values[Entries++] = value;
        }
        (Label, LargestIndex) = (label, Math.Max(LargestIndex, last));
        return true;

        UnusableDataException Fault(string what) => new(what, place, remedy);
    }

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> row)
    {
        var end = row.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? row : row[..end];
        row = end < 0 ? default : row[end..].TrimStart(" \t"u8);
        return word;
    }
}
