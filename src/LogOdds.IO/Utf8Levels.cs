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

    /// <summary>The code of a text, a new one where it is met for the first time.</summary>
    public int CodeOf(ReadOnlySpan<byte> text)
    {
        var slot = Hash(text) & (_slots.Length - 1);
        // A slot holds a code plus one; 0 is a free slot.
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
            if (this[_slots[slot] - 1].SequenceEqual(text)) return _slots[slot] - 1;
        if (_used + text.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _used + text.Length));
        text.CopyTo(_bytes.AsSpan(_used));
        _levels.Add((_used, text.Length));
        _used += text.Length;
        _slots[slot] = _levels.Count;
        if (_levels.Count * 2 > _slots.Length) Grow();
        return _levels.Count - 1;
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        for (var code = 0; code < _levels.Count; code++)
        {
            var slot = Hash(this[code]) & (_slots.Length - 1);
            while (_slots[slot] != 0) slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = code + 1;
        }
    }

    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        return hash.ToHashCode();
    }
}
