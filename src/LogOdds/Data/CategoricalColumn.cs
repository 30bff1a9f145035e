using LogOdds.Numerics;

namespace LogOdds.Data;

/// <summary>A column of categories, held as level codes.</summary>
public sealed class CategoricalColumn : Column
{
    /// <summary>The code of a missing value.</summary>
    public const int MissingCode = -1;

    private readonly string[] _levels;
    private readonly ReadOnlyMemory<int> _codes;
    private readonly StoredColumn? _stored;

    /// <summary>A column of <paramref name="codes"/> (indices into <paramref name="levels"/>, or <see cref="MissingCode"/>), not copied.</summary>
    /// <exception cref="ArgumentException">A code is outside the levels, or a level stands twice.</exception>
    public CategoricalColumn(string name, IEnumerable<string> levels, ReadOnlyMemory<int> codes) : base(name, codes.Length)
    {
        _levels = [.. levels];
        _codes = codes;
        if (_levels.Distinct(StringComparer.Ordinal).Count() != _levels.Length)
            throw new ArgumentException($"Column '{name}' names a level twice.", nameof(levels));
        foreach (var code in codes.Span)
            if (code < MissingCode || code >= _levels.Length)
                throw new ArgumentException($"Column '{name}' holds code {code}; it has {_levels.Length} levels.", nameof(codes));
    }

    /// <summary>A column whose codes are checked when they are first asked for.</summary>
    internal CategoricalColumn(string name, string[] levels, ReadOnlyMemory<int> codes, StoredColumn stored) : base(name, codes.Length) =>
        (_levels, _codes, _stored) = (levels, codes, stored);

    /// <summary>A column of texts; null is missing. Levels are put into <see cref="LevelOrder"/>.</summary>
    public static CategoricalColumn FromTexts(string name, IEnumerable<string?> texts)
    {
        var rows = texts.ToArray();
        var levels = rows.OfType<string>().Distinct(StringComparer.Ordinal).Order(LevelOrder).ToArray();
        var codeOf = Enumerable.Range(0, levels.Length).ToDictionary(code => levels[code], StringComparer.Ordinal);
        return new CategoricalColumn(name, levels, rows.Select(text => text is null ? MissingCode : codeOf[text]).ToArray());
    }

    /// <summary>The order of levels everywhere: alphabetical without regard to case, then by code point. The first is the reference.</summary>
    public static IComparer<string> LevelOrder { get; } = Comparer<string>.Create((a, b) =>
        string.Compare(a, b, StringComparison.OrdinalIgnoreCase) is var order and not 0 ? order : string.CompareOrdinal(a, b));

    /// <summary>The levels; a code is an index into them.</summary>
    public IReadOnlyList<string> Levels => _levels;

    /// <summary>The codes, one a row.</summary>
    public ReadOnlySpan<int> Codes => Memory.Span;

    /// <summary>The codes, to be held on to.</summary>
    internal ReadOnlyMemory<int> Memory
    {
        get
        {
            _stored?.Check();
            return _codes;
        }
    }

    /// <summary>The levels that occur in some row, in their order.</summary>
    internal IEnumerable<string> UsedLevels()
    {
        var used = new bool[_levels.Length];
        foreach (var code in Codes)
            if (code != MissingCode) used[code] = true;
        return _levels.Where((_, code) => used[code]);
    }

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Codes[row] == MissingCode;

    /// <inheritdoc/>
    public override string TextAt(int row) => Codes[row] is var code and not MissingCode ? _levels[code] : "";

    /// <inheritdoc/>
    public override int CountMissing()
    {
        if (_stored is null) return Codes.Count(MissingCode);
        _stored.Check();
        return _stored.Missing;
    }

    /// <inheritdoc/>
    public override Column Select(ReadOnlySpan<int> rows)
    {
        var source = Codes;
        var memory = ColumnMemory.Allocate<int>(rows.Length);
        var selected = memory.Span;
        for (var i = 0; i < rows.Length; i++) selected[i] = source[rows[i]];
        return new CategoricalColumn(Name, _levels, memory);
    }
}
