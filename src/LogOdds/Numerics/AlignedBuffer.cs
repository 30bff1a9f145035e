using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>
/// Scratch memory that starts on a cache line, so that a vector of 64 bytes is one access and not two. Buffers are lent and
/// given back, for their pages are dear to come by.
/// </summary>
internal sealed class AlignedBuffer : IDisposable
{
    private const int LineDoubles = 8;

    private static readonly ConcurrentBag<AlignedBuffer> Idle = [];

    private double[] _numbers = [];
    private int _start;

    private AlignedBuffer()
    {
    }

    /// <summary>A buffer of at least so many doubles, of any content.</summary>
    public static AlignedBuffer Rent(int length)
    {
        if (!Idle.TryTake(out var buffer)) buffer = new AlignedBuffer();
        buffer.Grow(length);
        return buffer;
    }

    /// <summary>The first <paramref name="length"/> doubles.</summary>
    public Span<double> Span(int length) => _numbers.AsSpan(_start, length);

    public void Dispose() => Idle.Add(this);

    private void Grow(int length)
    {
        if (_numbers.Length - LineDoubles >= length) return;
        // Pinned: where a line begins must not change.
        _numbers = GC.AllocateUninitializedArray<double>(length + LineDoubles, pinned: true);
        var past = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(_numbers, 0) / sizeof(double) % LineDoubles);
        _start = (LineDoubles - past) % LineDoubles;
    }
}
