namespace LogOdds.Bench.Results;

/// <summary>What the contestants of one case are to each other. The first is LogOdds, the others are peers.</summary>
internal static class Comparison
{
    /// <summary>An objective this much above the best seen is another answer, however fast.</summary>
    public const double ObjectiveTolerance = 1e-10;

    private const double ProbabilityTolerance = 1e-6;

    public static List<ContestantResult> Of(IReadOnlyList<ContestantResult> results, IReadOnlyList<IReadOnlyList<double>?> probabilities)
    {
        var best = results.Min(r => r.Objective is { } f && double.IsFinite(f) ? f : double.PositiveInfinity);
        var judged = results.Select((r, i) => WithDifferences(r, best, probabilities[i], probabilities[0])).ToList();
        var fastest = judged.Skip(1).Where(r => r.Converged).Min(r => r.Median);
        return [.. judged.Select(r => r with { Ratio = r.Converged ? r.Median / fastest : null })];
    }

    private static ContestantResult WithDifferences(ContestantResult result, double best, IReadOnlyList<double>? own, IReadOnlyList<double>? first)
    {
        if (own is not null)
        {
            double? difference = first is null ? null : own.Zip(first, (p, q) => Math.Abs(p - q)).Max();
            return result with { ProbabilityDifference = difference, Converged = difference <= ProbabilityTolerance };
        }
        var above = result.Objective - best;
        return result with { ObjectiveDifference = above, Converged = above <= ObjectiveTolerance };
    }
}
