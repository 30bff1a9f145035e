namespace LogOdds.Data;

/// <summary>The levels of a column whose rows come in blocks, each with levels of its own: numbered as they are met, in order once all are known.</summary>
internal sealed class GrowingLevels
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);

    /// <summary>Writes the codes of a block.</summary>
    public void Append(CategoricalColumn block, Span<int> target)
    {
        var codeOf = new int[block.Levels.Count];
        for (var k = 0; k < codeOf.Length; k++)
            if (!_codes.TryGetValue(block.Levels[k], out codeOf[k])) _codes.Add(block.Levels[k], codeOf[k] = _codes.Count);
        var source = block.Codes;
        for (var i = 0; i < source.Length; i++) target[i] = source[i] == CategoricalColumn.MissingCode ? CategoricalColumn.MissingCode : codeOf[source[i]];
    }

    /// <summary>The column of all blocks.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="codes">The codes that were written; they are overwritten.</param>
    public CategoricalColumn ToColumn(string name, Memory<int> codes)
    {
        string[] levels = [.. _codes.Keys.Order(CategoricalColumn.LevelOrder)];
        var newCode = new int[levels.Length];
        for (var k = 0; k < levels.Length; k++) newCode[_codes[levels[k]]] = k;
        foreach (ref var code in codes.Span)
            if (code != CategoricalColumn.MissingCode) code = newCode[code];
        return new CategoricalColumn(name, levels, codes);
    }
}
