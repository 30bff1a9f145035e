using System.Text.Json;

namespace LogOdds.Bench.Contestants;

/// <summary>The line of JSON that a contestant prints.</summary>
internal sealed record Answer
{
    public string? Version { get; init; }

    /// <summary>The most threads it may use, where it can tell.</summary>
    public int? Threads { get; init; }

    /// <summary>The file of the BLAS it loaded, where it uses one.</summary>
    public string? Blas { get; init; }

    /// <summary>Seconds a call, one for each timed sample.</summary>
    public IReadOnlyList<double> Seconds { get; init; } = [];

    /// <summary>In the data's units: slopes, then levels but the first of each factor, then the intercept; null where one is not finite.</summary>
    public IReadOnlyList<double?>? Coefficients { get; init; }

    /// <summary>For a path, the coefficients at each strength, of which most are 0.</summary>
    public IReadOnlyList<PathCoefficients>? Path { get; init; }

    /// <summary>The first probabilities, for a scoring case.</summary>
    public IReadOnlyList<double>? Probabilities { get; init; }

    public int? Iterations { get; init; }

    /// <summary>Passes over the rows, where it counts them.</summary>
    public int? Passes { get; init; }

    public string? Solver { get; init; }

    /// <summary>The largest resident size of the process, loading included.</summary>
    public long? PeakBytes { get; init; }

    /// <summary>Bytes that one call allocated, where it can tell.</summary>
    public long? AllocatedBytes { get; init; }

    /// <summary>Reads the last line that a contestant printed; what a library says before it does not count.</summary>
    /// <exception cref="JsonException">It is not an answer.</exception>
    public static Answer Parse(string output) =>
        JsonSerializer.Deserialize<Answer>(output.TrimEnd().Split('\n')[^1], JsonSerializerOptions.Web) ?? throw new JsonException("null");
}
