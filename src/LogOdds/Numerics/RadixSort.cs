using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>Sorts doubles by the digits of their bits: time in proportion to their number.</summary>
internal static class RadixSort
{
    private const int DigitBits = 11;
    private const int Digits = 6;
    private const int Buckets = 1 << DigitBits;

    // Below this many, counting digits costs more than comparing.
    private const int WorthCounting = 4096;

    /// <summary>Puts numbers, none of them NaN, into ascending order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sort(Span<double> numbers)
    {
        if (numbers.Length < WorthCounting)
        {
            numbers.Sort();
            return;
        }
        var from = MemoryMarshal.Cast<double, ulong>(numbers);
        var scratch = ArrayPool<ulong>.Shared.Rent(numbers.Length);
        var to = scratch.AsSpan(0, numbers.Length);
        var counts = new int[Digits * Buckets];
        foreach (ref var bits in from)
        {
            // Bits that ascend as the numbers do: negative ones turned about, all others above them.
            bits ^= (ulong)((long)bits >> 63) | 0x8000_0000_0000_0000;
            for (var digit = 0; digit < Digits; digit++) counts[digit * Buckets + Digit(bits, digit)]++;
        }
        for (var digit = 0; digit < Digits; digit++)
        {
            var places = counts.AsSpan(digit * Buckets, Buckets);
            // A digit that all numbers share moves nothing.
            if (places[Digit(from[0], digit)] == from.Length) continue;
            var place = 0;
            foreach (ref var count in places) (count, place) = (place, place + count);
            foreach (var bits in from) to[places[Digit(bits, digit)]++] = bits;
            var swap = from;
            from = to;
            to = swap;
        }
        var sorted = MemoryMarshal.Cast<double, ulong>(numbers);
        for (var i = 0; i < from.Length; i++)
        {
            var bits = from[i];
            sorted[i] = bits ^ ((bits >> 63) - 1 | 0x8000_0000_0000_0000);
        }
        ArrayPool<ulong>.Shared.Return(scratch);
    }

    private static int Digit(ulong bits, int digit) => (int)(bits >> (digit * DigitBits)) & (Buckets - 1);
}
