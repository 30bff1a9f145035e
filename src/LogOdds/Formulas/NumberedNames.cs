using System.Collections;

namespace LogOdds.Formulas;

/// <summary>The names <c>x[1]</c>, <c>x[2]</c>, … of the columns of a block, made when they are asked for: most never are.</summary>
/// <param name="text">The name of the block.</param>
/// <param name="count">The number of columns.</param>
internal sealed class NumberedNames(string text, int count) : IReadOnlyList<string>
{
    public int Count => count;

    public string this[int index] => (uint)index < (uint)count ? $"{text}[{index + 1}]" : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<string> GetEnumerator()
    {
        for (var j = 0; j < count; j++) yield return this[j];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
