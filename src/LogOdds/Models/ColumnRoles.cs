namespace LogOdds.Models;

/// <summary>Columns that a fit used besides those of the formula, so that it can be taken up again with the same data.</summary>
/// <param name="Weights">The column of weights; null when each row counts once.</param>
/// <param name="WeightKind">What the weights mean.</param>
/// <param name="Cluster">The column that says which rows belong together; null when all are independent.</param>
/// <param name="Strata">The column of the matched sets of a conditional fit; null for an ordinary one.</param>
public sealed record ColumnRoles(string? Weights = null, WeightKind WeightKind = WeightKind.Precision, string? Cluster = null, string? Strata = null);
