namespace LogOdds.Sql;

/// <summary>A value of each row.</summary>
/// <param name="Name">What further stages and sums call it, a plain word.</param>
/// <param name="Expression">How it is computed.</param>
/// <param name="IsPlain">Whether it costs no more than a column.</param>
internal readonly record struct SqlValue(string Name, string Expression, bool IsPlain = false);
