using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LogOdds.IO;

/// <summary>Sixty-four bytes of text as words of 64 bits, one for each byte.</summary>
internal static class TextWord
{
    /// <summary>The bytes of a word.</summary>
    public const int Bytes = 64;

    /// <summary>The bytes that are the one looked for.</summary>
    /// <param name="word">The first of the word's bytes.</param>
    /// <param name="wanted">The byte.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Where(ref byte word, byte wanted)
    {
        var all = Vector256.Create(wanted);
        return Vector256.Equals(Vector256.LoadUnsafe(ref word), all).ExtractMostSignificantBits()
            | (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref word, Bytes / 2), all).ExtractMostSignificantBits() << (Bytes / 2);
    }

    /// <summary>
    /// The bytes inside quotes: those with an odd number of quotes up to them, so that an opening quote is one and a closing one is not.
    /// </summary>
    /// <param name="quotes">The quotes.</param>
    /// <param name="before">The answer for the word before; 0 for the first, if it begins outside.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Inside(ulong quotes, ulong before)
    {
        var inside = quotes ^ quotes << 1;
        inside ^= inside << 2;
        inside ^= inside << 4;
        inside ^= inside << 8;
        inside ^= inside << 16;
        inside ^= inside << 32;
        return inside ^ (ulong)((long)before >> (Bytes - 1));
    }
}
