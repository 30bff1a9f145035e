using LogOdds.Models;

namespace LogOdds;

/// <summary>What became of the fit to one group of rows.</summary>
/// <param name="Group">The value of the column that made the groups.</param>
/// <param name="Rows">The rows of the group, before any was dropped.</param>
/// <param name="Model">The model; null where the rows of the group cannot be fitted to.</param>
/// <param name="Problem">Why there is no model; null where there is one.</param>
public sealed record GroupFit(string Group, int Rows, LogisticModel? Model, string? Problem);
