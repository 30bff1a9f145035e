namespace LogOdds.Models;

/// <summary>What became of the rows.</summary>
/// <param name="Read">Rows given.</param>
/// <param name="Used">Rows fitted to.</param>
/// <param name="MissingByColumn">For each column with missing values, how many rows miss it; a row may miss several.</param>
/// <param name="Negatives">Used rows of the class that counts as 0.</param>
/// <param name="Positives">Used rows of the class that counts as 1.</param>
public sealed record RowCounts(int Read, int Used, IReadOnlyDictionary<string, int> MissingByColumn, int Negatives, int Positives)
{
    /// <summary>Rows left out because a column that is used was missing.</summary>
    public int Dropped => Read - Used;
}
