using System.Buffers;

namespace LogOdds.Numerics;

/// <summary>A stretch of a mapped file as memory like any other.</summary>
internal sealed unsafe class MappedMemory<T>(MappedFile file, long offset, int count) : MemoryManager<T> where T : unmanaged
{
    /// <summary>What it is a stretch of.</summary>
    public MappedFile File => file;

    /// <summary>Where the memory begins.</summary>
    public nint Start => (nint)file.At(offset);

    public override Span<T> GetSpan() => new(file.At(offset), count);

    // It does not move: there is nothing to pin.
    public override MemoryHandle Pin(int elementIndex = 0) => new((T*)file.At(offset) + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
