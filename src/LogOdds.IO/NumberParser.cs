using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LogOdds.IO;

/// <summary>Reads numbers from UTF-8 text: correctly rounded, whatever the machine's culture.</summary>
internal static class NumberParser
{
    /// <summary>The bytes that <see cref="TryParsePlain(ref readonly byte, int, byte, out double)"/> may read.</summary>
    public const int PlainBytes = Register + 1;

    private const int Register = 16;

    // Data of the assembly: reading them asks for no initialisation.
    private static ReadOnlySpan<double> PowersOfTen => [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

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

    /// <summary>Whether some characters are a number written plainly, with a sign or none, digits and at most one decimal mark, and which.</summary>
    /// <param name="text">The first of them; <see cref="PlainBytes"/> can be read from here, of which those behind the characters do not matter.</param>
    /// <param name="length">How many they are.</param>
    /// <param name="decimalMark">What stands before the decimals.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParsePlain(ref readonly byte text, int length, byte decimalMark, out double value)
    {
        // Signs come as they like: no jump.
        var negative = text == '-' ? 1 : 0;
        var signs = negative | (text == '+' ? 1 : 0);
        return TryParsePlain(Vector128.LoadUnsafe(in text, (nuint)signs), length - signs, decimalMark, negative, out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryParsePlain(ReadOnlySpan<byte> text, byte decimalMark, out double value)
    {
        value = 0;
        if (text.IsEmpty) return false;
        var negative = text[0] == '-' ? 1 : 0;
        text = text[(negative | (text[0] == '+' ? 1 : 0))..];
        return text.Length <= Register && TryParsePlain(Load(text), text.Length, decimalMark, negative, out value);
    }

    /// <summary>
    /// Digits below 2⁵³ and a power of ten up to 10²² are exact doubles, so that their quotient is correctly rounded (Clinger, PLDI
    /// 1990). Nothing here jumps by how many digits there are or where the mark stands: they come as they like too.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryParsePlain(Vector128<byte> text, int length, byte decimalMark, int negative, out double value)
    {
        value = 0;
        if ((uint)(length - 1) >= Register) return false;
        var digits = text - Vector128.Create((byte)'0');
        var all = (1u << length) - 1;
        var marks = Vector128.Equals(text, Vector128.Create(decimalMark)).ExtractMostSignificantBits() & all;
        var others = Vector128.GreaterThan(digits, Vector128.Create((byte)9)).ExtractMostSignificantBits() & all;
        // All but one mark are digits, of which there are some.
        if (others != marks || (marks & (marks - 1)) != 0 || marks == all) return false;
        var mark = marks == 0 ? -1 : BitOperations.TrailingZeroCount(marks);
        var decimals = marks == 0 ? 0 : length - 1 - mark;
        // Up to the right end of the register: those before the mark come from one place further to the left, and zeros where there is nothing.
        var place = Vector128.Create((sbyte)0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) + Vector128.Create((sbyte)(length - Register));
        place += Vector128.LessThanOrEqual(place, Vector128.Create((sbyte)mark));
        var number = SixteenDigits(Vector128.ShuffleNative(digits, place.AsByte()));
        if (number >= 1UL << 53) return false;
        value = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits((long)number / PowersOfTen[decimals]) ^ (long)negative << 63);
        return true;
    }

    /// <summary>The number that sixteen digits stand for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SixteenDigits(Vector128<byte> digits)
    {
        if (!Sse41.IsSupported) return EightDigits(digits.AsUInt64().ToScalar()) * 100_000_000 + EightDigits(digits.AsUInt64().GetElement(1));
        // Neighbours two by two, four by four, eight by eight.
        var pairs = Ssse3.MultiplyAddAdjacent(digits, Vector128.Create(10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1));
        var fours = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(100, 1, 100, 1, 100, 1, 100, 1));
        var eights = Sse2.MultiplyAddAdjacent(Sse41.PackUnsignedSaturate(fours, fours).AsInt16(), Vector128.Create(10_000, 1, 10_000, 1, 10_000, 1, 10_000, 1));
        var both = eights.AsUInt64().ToScalar();
        return (uint)both * 100_000_000UL + (both >> 32);
    }

    /// <summary>
    /// The number that eight digits stand for, the first of them in the lowest byte: arithmetic on all bytes of a word at once, as in Lemire
    /// (Software: Practice and Experience 51, 2021, section 8).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong EightDigits(ulong word)
    {
        word = word * 10 + (word >> 8);
        return ((word & 0x000000FF000000FF) * 0x000F424000000064 + ((word >> 16) & 0x000000FF000000FF) * 0x0000271000000001) >> 32;
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
        word = word << (8 - length) * 8 | 0x3030303030303030UL >> (length * 8);
        if (((word & 0xF0F0F0F0F0F0F0F0) | ((word + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4) != 0x3333333333333333) return false;
        number = (int)EightDigits(word - 0x3030303030303030);
        return true;
    }

    /// <summary>Up to sixteen characters, and whatever comes behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Load(ReadOnlySpan<byte> text)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        var length = text.Length;
        // Two loads that overlap where there are fewer than they hold.
        if (length >= 8) return Vector128.Create(Load(ref first), Load(ref Unsafe.Add(ref first, length - 8)) >> ((16 - length) * 8)).AsByte();
        if (length >= 4)
            return Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref first) | (ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, length - 4)) << ((length - 4) * 8)).AsByte();
        if (length == 0) return default;
        return Vector128.CreateScalar((uint)first | (uint)Unsafe.Add(ref first, length >> 1) << ((length >> 1) * 8) | (uint)Unsafe.Add(ref first, length - 1) << ((length - 1) * 8)).AsByte();
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
