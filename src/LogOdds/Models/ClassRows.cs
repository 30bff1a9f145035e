namespace LogOdds.Models;

/// <summary>What became of the rows of a fit of several classes.</summary>
/// <param name="Read">Rows given.</param>
/// <param name="Used">Rows fitted to.</param>
/// <param name="MissingByColumn">For each column with missing values, how many rows miss it; a row may miss several.</param>
/// <param name="ByClass">Used rows of each class.</param>
public sealed record ClassRows(long Read, long Used, IReadOnlyDictionary<string, long> MissingByColumn, IReadOnlyList<int> ByClass)
{
    /// <summary>Rows left out because a column that is used was missing.</summary>
    public long Dropped => Read - Used;
}
