namespace LogOdds.Models;

/// <summary>The matched sets of a conditional fit.</summary>
/// <param name="Strata">All sets.</param>
/// <param name="Informative">Sets with both cases and others; the rest say nothing.</param>
/// <param name="InformativeRows">Rows in them.</param>
public sealed record StrataCounts(int Strata, int Informative, int InformativeRows);
