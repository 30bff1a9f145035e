namespace LogOdds;

/// <summary>How the classes are weighted, besides the weights of rows.</summary>
public sealed record ClassWeight
{
    private ClassWeight()
    {
    }

    /// <summary>Each row counts as it is.</summary>
    public static ClassWeight None { get; } = new();

    /// <summary>Rows are weighted so that all classes have the same total, and the total of all is what it was.</summary>
    public static ClassWeight Balanced { get; } = new() { IsBalanced = true };

    /// <summary>Whether classes are balanced.</summary>
    public bool IsBalanced { get; private init; }

    /// <summary>What the weights of a class's rows are multiplied by, by the class's label; 1 for those that are not named.</summary>
    public IReadOnlyDictionary<string, double> Factors { get; private init; } = new Dictionary<string, double>();

    /// <summary>Rows of a class are weighted by its factor.</summary>
    /// <param name="factors">Above 0 and finite, by label.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is out of range.</exception>
    public static ClassWeight Of(IReadOnlyDictionary<string, double> factors)
    {
        foreach (var (label, factor) in factors)
            if (!(factor > 0 && double.IsFinite(factor))) throw new ArgumentOutOfRangeException(nameof(factors), factor, $"The weight of class '{label}' is above 0 and finite.");
        return new ClassWeight { Factors = factors };
    }

    /// <summary>What the weights of each class's rows are multiplied by.</summary>
    /// <param name="labels">The classes.</param>
    /// <param name="totals">The weight of each.</param>
    /// <exception cref="Data.UnusableDataException">A factor is given for a class that is none.</exception>
    internal double[] FactorsOf(IReadOnlyList<string> labels, IReadOnlyList<double> totals)
    {
        if (IsBalanced) return [.. totals.Select(total => totals.Sum() / (labels.Count * total))];
        if (Factors.Keys.FirstOrDefault(label => !labels.Contains(label)) is { } stranger)
            throw new Data.UnusableDataException($"a weight is given for class '{stranger}', which is none of the response's", remedy: $"Its classes are {string.Join(", ", labels.Select(label => $"'{label}'"))}.");
        return [.. labels.Select(label => Factors.GetValueOrDefault(label, 1))];
    }
}
