using System.Collections;

namespace LogOdds.Formulas;

/// <summary>Lists of names, one behind the other, as one list.</summary>
internal sealed class JoinedNames : IReadOnlyList<string>
{
    private readonly IReadOnlyList<string>[] _parts;
    private readonly int[] _ends;

    public JoinedNames(IEnumerable<IReadOnlyList<string>> parts)
    {
        _parts = [.. parts.Where(part => part.Count > 0)];
        _ends = new int[_parts.Length];
        foreach (var (k, part) in _parts.Index()) _ends[k] = Count += part.Count;
    }

    public int Count { get; }

    public string this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var part = Array.BinarySearch(_ends, index + 1) is var place && place < 0 ? ~place : place;
            return _parts[part][index - (_ends[part] - _parts[part].Count)];
        }
    }

    public IEnumerator<string> GetEnumerator() => _parts.SelectMany(part => part).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
