namespace LogOdds.IO;

/// <summary>How delimited text is read; what is null is detected.</summary>
public sealed record ReadOptions
{
    /// <summary>What separates fields: one of comma, semicolon, tab and bar when detected.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The decimal mark, a point or a comma.</summary>
    public char? Decimal { get; init; }

    /// <summary>Told how far reading has come, from 0 to 1.</summary>
    public IProgress<double>? Progress { get; init; }
}
