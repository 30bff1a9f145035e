using LogOdds.Bench.Results;

namespace LogOdds.Bench.Contestants;

/// <summary>A contestant's answer, or why there is none.</summary>
internal sealed record Entry(string Title, Answer? Answer, string? Missing)
{
    public static Entry Without(string title, string reason) => new(title, null, reason);

    public ContestantResult ToResult(int rows)
    {
        if (Answer is null) return new ContestantResult { Name = Title, Missing = Missing };
        var median = Median(Answer.Seconds);
        return new ContestantResult
        {
            Name = Title,
            Version = Answer.Version,
            Threads = Answer.Threads,
            Blas = string.IsNullOrEmpty(Answer.Blas) ? null : Answer.Blas,
            Seconds = Answer.Seconds,
            Median = median,
            NanosecondsARow = median * 1e9 / rows,
            Solver = Answer.Solver,
            Iterations = Answer.Iterations,
            Passes = Answer.Passes,
            PeakBytes = Answer.PeakBytes,
            AllocatedBytes = Answer.AllocatedBytes,
        };
    }

    private static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
