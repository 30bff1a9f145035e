using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.IO;

/// <summary>Reads numbers from UTF-8 text: correctly rounded, whatever the machine's culture.</summary>
internal static class NumberParser
{
    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Whether <paramref name="text"/> is a number with the given decimal mark, and which; NaN and infinity are numbers.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, byte decimalMark, out double value) =>
        TryParsePlain(text, decimalMark, out value) || TryParseAny(text, decimalMark, out value);

    /// <summary>
    /// Whether <paramref name="text"/> has its digits in groups of three such that <paramref name="group"/> cannot be the decimal
    /// mark: it stands twice, as in 1,234,567, or before <paramref name="decimalMark"/>, as in 1,234.5.
    /// </summary>
    public static bool IsGrouped(ReadOnlySpan<byte> text, byte group, byte decimalMark)
    {
        if (text[0] is (byte)'-' or (byte)'+') text = text[1..];
        var mark = text.IndexOf(decimalMark);
        var whole = mark < 0 ? text : text[..mark];
        if (mark >= 0 && !IsDigits(text[(mark + 1)..])) return false;
        var groups = 0;
        while (whole.Length > 4 && whole[^4] == group && IsDigits(whole[^3..]))
        {
            whole = whole[..^4];
            groups++;
        }
        return whole.Length is >= 1 and <= 3 && IsDigits(whole) && groups > (mark < 0 ? 1 : 0);
    }

    private static bool IsDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>
    /// The common case: up to 16 characters, a sign, digits and a decimal mark, eight at a time in a register. Digits below 2⁵³ and
    /// a power of ten up to 10²² are exact doubles, so that their quotient is correctly rounded (Clinger, PLDI 1990).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryParsePlain(ReadOnlySpan<byte> text, byte decimalMark, out double value)
    {
        value = 0;
        if (text.IsEmpty) return false;
        // Signs come as they like: no jump.
        var negative = text[0] == '-' ? 1 : 0;
        var signs = negative | (text[0] == '+' ? 1 : 0);
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetReference(text), signs);
        var length = text.Length - signs;
        if (length is 0 or > 16) return false;
        ulong digits;
        int decimals;
        if (length is > 2 and <= 10 && Unsafe.ReadUnaligned<ushort>(ref first) == ('0' | decimalMark << 8))
        {
            // Many numbers are below 1, and differ in how many digits they have: here nothing depends on whether all fit into one word.
            decimals = length - 2;
            if (!TryTakeDigits(RightAligned(ref Unsafe.Add(ref first, 2), decimals), out digits)) return false;
        }
        else if (length <= 8)
        {
            if (!TryTake(RightAligned(ref first, length), decimalMark, out digits, out decimals)) return false;
            // A mark alone is no number.
            if (decimals >= 0 && length == 1) return false;
            decimals = Math.Max(decimals, 0);
        }
        else
        {
            if (!TryTake(RightAligned(ref first, length - 8), decimalMark, out var high, out var highDecimals)
                || !TryTake(Load(ref Unsafe.Add(ref first, length - 8)), decimalMark, out digits, out decimals)) return false;
            if (highDecimals >= 0 && decimals >= 0) return false;
            // Eight digits below the first ones, or seven and the mark.
            digits += high * (decimals < 0 ? 100_000_000UL : 10_000_000UL);
            decimals = highDecimals >= 0 ? highDecimals + 8 : Math.Max(decimals, 0);
            if (digits >= 1UL << 53) return false;
        }
        value = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(digits / PowersOfTen[decimals]) ^ (long)negative << 63);
        return true;
    }

    /// <summary>
    /// The number that eight characters stand for, the first of them in the lowest byte, and how many of them stand behind the
    /// decimal mark; −1 where there is none. Arithmetic on all bytes of a word at once, as in Lemire (Software: Practice and
    /// Experience 51, 2021, section 8).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTake(ulong word, byte decimalMark, out ulong digits, out int decimals)
    {
        const ulong ones = 0x0101010101010101;
        var difference = word ^ ones * decimalMark;
        var marks = (difference - ones) & ~difference & 0x8080808080808080;
        decimals = -1;
        if (marks != 0)
        {
            // The characters before the mark move up over it, and a zero takes the place of the first.
            var at = BitOperations.TrailingZeroCount(marks) >> 3;
            decimals = 7 - at;
            var below = (1UL << (at * 8)) - 1;
            word = (word & ~(below << 8 | 0xFF)) | (word & below) << 8 | '0';
        }
        return TryTakeDigits(word, out digits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTakeDigits(ulong word, out ulong digits)
    {
        digits = 0;
        if (((word & 0xF0F0F0F0F0F0F0F0) | ((word + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4) != 0x3333333333333333) return false;
        word -= 0x3030303030303030;
        word = word * 10 + (word >> 8);
        digits = ((word & 0x000000FF000000FF) * 0x000F424000000064 + ((word >> 16) & 0x000000FF000000FF) * 0x0000271000000001) >> 32;
        return true;
    }

    /// <summary>The whole number of one to seven digits that eight characters begin with, if a mark comes right after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTakeUpTo(byte mark, ref byte first, out int number, out int length)
    {
        const ulong ones = 0x0101010101010101;
        var word = Load(ref first);
        var difference = word ^ ones * mark;
        var marks = (difference - ones) & ~difference & 0x8080808080808080;
        length = BitOperations.TrailingZeroCount(marks) >> 3;
        number = 0;
        if (length is 0 or 8) return false;
        var isNumber = TryTakeDigits(word << (8 - length) * 8 | 0x3030303030303030UL >> (length * 8), out var digits);
        number = (int)digits;
        return isNumber;
    }

    /// <summary>Up to eight characters, the last in the highest byte, with zeros before the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong RightAligned(ref byte first, int length)
    {
        if (length == 8) return Load(ref first);
        var shift = (8 - length) * 8;
        // Two loads that overlap where there are fewer than eight.
        var word = length >= 4
            ? (ulong)Unsafe.ReadUnaligned<uint>(ref first) << shift | (ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, length - 4)) << 32
            : (ulong)first << shift | (ulong)Unsafe.Add(ref first, length >> 1) << (shift + (length >> 1) * 8) | (ulong)Unsafe.Add(ref first, length - 1) << 56;
        return word | 0x3030303030303030UL >> (length * 8);
    }

    private static ulong Load(ref byte first) => Unsafe.ReadUnaligned<ulong>(ref first);

    private static bool TryParseAny(ReadOnlySpan<byte> text, byte decimalMark, out double value)
    {
        value = 0;
        if (text.IsEmpty) return false;
        if (IsWord(text, out value)) return true;
        if (decimalMark == '.') return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && IsNumeral(text);
        if (text.Contains((byte)'.')) return false;
        var withPoint = text.Length <= 64 ? stackalloc byte[text.Length] : new byte[text.Length];
        text.CopyTo(withPoint);
        if (withPoint.IndexOf(decimalMark) is var mark and >= 0) withPoint[mark] = (byte)'.';
        return double.TryParse(withPoint, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && IsNumeral(text);
    }

    // double.TryParse knows words of its own (Infinity, and NaN in any case); only those of IsWord count here.
    private static bool IsNumeral(ReadOnlySpan<byte> text) => text[^1] is >= (byte)'0' and <= (byte)'9' or (byte)'.' or (byte)',';

    private static bool IsWord(ReadOnlySpan<byte> text, out double value)
    {
        var isNegative = text[0] == '-';
        var word = text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        value = Is(word, "inf"u8) || Is(word, "infinity"u8) ? (isNegative ? double.NegativeInfinity : double.PositiveInfinity) : double.NaN;
        return !double.IsNaN(value) || Is(word, "nan"u8);
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase)
    {
        if (text.Length != lowerCase.Length) return false;
        for (var i = 0; i < text.Length; i++)
            if ((text[i] | 0x20) != lowerCase[i]) return false;
        return true;
    }
}
