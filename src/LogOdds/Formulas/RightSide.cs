namespace LogOdds.Formulas;

/// <summary>The right-hand side of a formula, multiplied out.</summary>
/// <param name="Variables">What is multiplied: columns and functions of columns, in order of appearance.</param>
/// <param name="Terms">Products of variables, by their places in rising order; main effects before products of two, and so on.</param>
/// <param name="HasIntercept">Whether there is an intercept.</param>
/// <param name="Offsets">Known parts of the log-odds.</param>
/// <param name="Named">Every column that the formula names, even one that it takes out again.</param>
internal sealed record RightSide(IReadOnlyList<Node> Variables, IReadOnlyList<int[]> Terms, bool HasIntercept, IReadOnlyList<Node> Offsets, IReadOnlyList<string> Named)
{
    /// <summary>The columns that variables and offsets are made of, each once.</summary>
    public IReadOnlyList<string> Columns { get; } = [.. Variables.Concat(Offsets).SelectMany(node => node.Columns).Distinct(StringComparer.Ordinal)];
}
