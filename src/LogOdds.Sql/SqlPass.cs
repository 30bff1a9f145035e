namespace LogOdds.Sql;

/// <summary>A question about all rows: values of each row, in stages of which each may name those before it, and sums of them.</summary>
/// <param name="Where">Which rows are in it; null for all.</param>
/// <param name="Stages">Values by name; each is computed once a row.</param>
/// <param name="Sums">Sums of the values.</param>
internal sealed record SqlPass(string? Where, IReadOnlyList<IReadOnlyList<SqlValue>> Stages, IReadOnlyList<SqlSum> Sums);
