using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>Memory of a column whose length is not known beforehand, under the limit of the process.</summary>
internal sealed class GrowingMemory<T> where T : unmanaged
{
    private const int Least = 1 << 16;

    private Memory<T> _memory;
    private int _length;

    /// <summary>What is there so far.</summary>
    public Memory<T> Memory => _memory[.._length];

    /// <summary>Makes room for more, of any content.</summary>
    /// <exception cref="OverflowException">There are more than an array can have.</exception>
    public Span<T> Append(int count)
    {
        var needed = checked(_length + count);
        if (needed > Array.MaxLength) throw new OverflowException();
        if (needed > _memory.Length)
        {
            var larger = ColumnMemory.Allocate<T>((int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(Least, 2L * _memory.Length))));
            Memory.Span.CopyTo(larger.Span);
            if (MemoryMarshal.TryGetMemoryManager<T, MappedMemory<T>>(_memory, out var mapped)) mapped.File.Dispose();
            _memory = larger;
        }
        _length = needed;
        return _memory.Span[(needed - count)..needed];
    }
}
