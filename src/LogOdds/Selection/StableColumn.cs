namespace LogOdds.Selection;

/// <summary>How often a column was selected.</summary>
/// <param name="Term">Its name.</param>
/// <param name="Share">The share of the halves in which it was among the first columns to be selected.</param>
/// <param name="Shares">The same down to each λ of the path, which never falls.</param>
/// <param name="IsStable">Whether the share reaches the threshold.</param>
public sealed record StableColumn(string Term, double Share, IReadOnlyList<double> Shares, bool IsStable);
