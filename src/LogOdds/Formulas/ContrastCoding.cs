namespace LogOdds.Formulas;

/// <summary>How the levels of a factor become design columns.</summary>
public enum ContrastCoding
{
    /// <summary>A 0/1 column for each level but the first, the reference.</summary>
    Treatment,

    /// <summary>Columns for each level but the last, in which the last level is −1: effects about the mean of the levels.</summary>
    Sum,

    /// <summary>Each level against the mean of those before it.</summary>
    Helmert,

    /// <summary>Orthonormal polynomials of the levels' places: linear, quadratic, cubic …</summary>
    Polynomial,
}

/// <summary>The matrix of a coding.</summary>
internal static class Contrasts
{
    public static (string Name, ContrastCoding Coding)[] Names { get; } =
        [("treatment", ContrastCoding.Treatment), ("sum", ContrastCoding.Sum), ("helmert", ContrastCoding.Helmert), ("poly", ContrastCoding.Polynomial)];

    /// <summary>The value of each of k − 1 columns at each of k levels: one array a column.</summary>
    public static double[][] Matrix(ContrastCoding coding, int levels)
    {
        var columns = Enumerable.Range(0, Math.Max(0, levels - 1)).Select(_ => new double[levels]).ToArray();
        for (var j = 0; j < columns.Length; j++)
        {
            for (var level = 0; level < levels; level++)
            {
                columns[j][level] = coding switch
                {
                    ContrastCoding.Treatment => level == j + 1 ? 1 : 0,
                    ContrastCoding.Sum => level == j ? 1 : level == levels - 1 ? -1 : 0,
                    ContrastCoding.Helmert => level <= j ? -1 : level == j + 1 ? j + 1 : 0,
                    _ => 0,
                };
            }
        }
        if (coding != ContrastCoding.Polynomial || levels < 2) return columns;
        var scores = Enumerable.Range(1, levels).Select(place => (double)place).ToArray();
        var basis = PolynomialBasis.Orthogonal(scores, levels - 1)!;
        var values = new double[levels - 1];
        for (var level = 0; level < levels; level++)
        {
            basis.Evaluate(scores[level], values);
            for (var j = 0; j < columns.Length; j++) columns[j][level] = values[j];
        }
        return columns;
    }

    /// <summary>What each column is called, behind the factor.</summary>
    public static string[] ColumnNames(ContrastCoding coding, IReadOnlyList<string> levels) => [.. Enumerable.Range(0, Math.Max(0, levels.Count - 1)).Select(j => coding switch
    {
        ContrastCoding.Treatment => levels[j + 1],
        ContrastCoding.Sum => levels[j],
        ContrastCoding.Helmert => $"{j + 1}",
        _ => j switch { 0 => "L", 1 => "Q", 2 => "C", _ => $"^{j + 1}" },
    })];
}
