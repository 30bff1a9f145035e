namespace LogOdds.Sql;

/// <summary>How a database is asked.</summary>
public sealed record SqlOptions
{
    /// <summary>How long one query may take, in seconds; 0 for as long as it takes. An hour unless set.</summary>
    public int TimeoutSeconds { get; init; } = 3600;

    internal void Validate() => ArgumentOutOfRangeException.ThrowIfNegative(TimeoutSeconds);
}
