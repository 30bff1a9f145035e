using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.IO;

/// <summary>Different texts by the order in which they were met, without a string for each cell: a hash table over their bytes.</summary>
internal sealed class Utf8Levels
{
    private byte[] _bytes = new byte[256];
    private readonly List<(int Start, int Length)> _levels = [];
    private int[] _slots = new int[64];
    private int _used;

    /// <summary>The number of texts.</summary>
    public int Count => _levels.Count;

    /// <summary>The bytes of a text.</summary>
    public ReadOnlySpan<byte> this[int code] => _bytes.AsSpan(_levels[code].Start, _levels[code].Length);

    /// <summary>The code of a text that was met before; −1 of another.</summary>
    public int Find(ReadOnlySpan<byte> text) => _slots[Slot(text)] - 1;

    /// <summary>The code of a text, a new one where it is met for the first time.</summary>
    public int CodeOf(ReadOnlySpan<byte> text)
    {
        var slot = Slot(text);
        if (_slots[slot] != 0) return _slots[slot] - 1;
        if (_used + text.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _used + text.Length));
        text.CopyTo(_bytes.AsSpan(_used));
        _levels.Add((_used, text.Length));
        _used += text.Length;
        _slots[slot] = _levels.Count;
        if (_levels.Count * 2 > _slots.Length) Grow();
        return _levels.Count - 1;
    }

    // Where a text is, or could be. A slot holds a code plus one; 0 is a free slot.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Slot(ReadOnlySpan<byte> text)
    {
        var slot = Hash(text) & (_slots.Length - 1);
        while (_slots[slot] != 0 && !this[_slots[slot] - 1].SequenceEqual(text)) slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        for (var code = 0; code < _levels.Count; code++) _slots[Slot(this[code])] = code + 1;
    }

    // Most texts are short: a multiplication for each eight bytes (the constant is 2⁶⁴ over the golden ratio, odd: Knuth, The Art of Computer Programming 3, section 6.4).
    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = (ulong)text.Length;
        for (; text.Length >= sizeof(ulong); text = text[sizeof(ulong)..]) hash = Mixed(hash ^ MemoryMarshal.Read<ulong>(text));
        var rest = 0UL;
        foreach (var one in text) rest = rest << 8 | one;
        return (int)(Mixed(hash ^ rest) >> 32);

        static ulong Mixed(ulong word) => BitOperations.RotateLeft(word * 0x9E3779B97F4A7C15, 29) * 0x9E3779B97F4A7C15;
    }
}
