namespace LogOdds.Models;

/// <summary>What became of the rows.</summary>
/// <param name="Read">Rows given.</param>
/// <param name="Used">Rows fitted to.</param>
/// <param name="MissingByColumn">For each column with missing values, how many rows miss it; a row may miss several.</param>
/// <param name="Negatives">Used rows of the class that counts as 0, or failures where rows hold several trials.</param>
/// <param name="Positives">Used rows of the class that counts as 1, or successes.</param>
public sealed record RowCounts(long Read, long Used, IReadOnlyDictionary<string, long> MissingByColumn, double Negatives, double Positives)
{
    /// <summary>Rows left out because a column that is used was missing.</summary>
    public long Dropped => Read - Used;
}
