using System.Globalization;

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
    /// The common case: up to 15 digits with or without a decimal mark. Digits below 2⁵³ and a power of ten up to 10²² are
    /// exact doubles, so that their quotient is correctly rounded (Clinger, PLDI 1990).
    /// </summary>
    private static bool TryParsePlain(ReadOnlySpan<byte> text, byte decimalMark, out double value)
    {
        value = 0;
        var at = text.Length > 0 && text[0] == '-' ? 1 : 0;
        var isNegative = at == 1;
        if (text.Length - at is 0 or > 16) return false;
        var (digits, count, decimals) = (0L, 0, -1);
        for (; at < text.Length; at++)
        {
            var digit = text[at] - '0';
            if (digit is >= 0 and <= 9)
            {
                digits = digits * 10 + digit;
                count++;
            }
            else if (text[at] == decimalMark && decimals < 0) decimals = count;
            else return false;
        }
        if (count is 0 or > 15) return false;
        value = digits / PowersOfTen[decimals < 0 ? 0 : count - decimals];
        if (isNegative) value = -value;
        return true;
    }

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
