namespace LogOdds.Bench.Contestants;

/// <summary>The strengths of a path, the same for every contestant: evenly apart in their logarithms.</summary>
internal static class PathStrengths
{
    public const int Count = 100;

    /// <summary>The last as a part of the first: what glmnet takes with fewer rows than columns.</summary>
    public const double Least = 0.01;

    /// <param name="critical">The first: the least at which all coefficients are 0.</param>
    public static double[] From(double critical) => [.. Enumerable.Range(0, Count).Select(k => critical * Math.Pow(Least, k / (Count - 1.0)))];
}
