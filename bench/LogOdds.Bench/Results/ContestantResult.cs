namespace LogOdds.Bench.Results;

/// <summary>A row of a case's table.</summary>
internal sealed record ContestantResult
{
    public required string Name { get; init; }

    /// <summary>Why there is no figure: absent, over the limit, failed, left out. Null when it was measured.</summary>
    public string? Missing { get; init; }

    public string? Version { get; init; }

    public int? Threads { get; init; }

    public string? Blas { get; init; }

    public IReadOnlyList<double> Seconds { get; init; } = [];

    public double? Median { get; init; }

    /// <summary>Its median over that of the fastest converged peer.</summary>
    public double? Ratio { get; init; }

    public double? NanosecondsARow { get; init; }

    public double? Objective { get; init; }

    /// <summary>Its objective less the best seen.</summary>
    public double? ObjectiveDifference { get; init; }

    public double? GradientNorm { get; init; }

    /// <summary>Whether its answer is good enough to be compared; for scores, whether probabilities agree.</summary>
    public bool Converged { get; init; }

    /// <summary>The largest difference of a probability from that of LogOdds.</summary>
    public double? ProbabilityDifference { get; init; }

    public string? Solver { get; init; }

    public int? Iterations { get; init; }

    public int? Passes { get; init; }

    public long? PeakBytes { get; init; }

    public long? AllocatedBytes { get; init; }
}
