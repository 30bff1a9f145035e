namespace LogOdds.Bench.Contestants;

/// <summary>The strengths of a path, the same for every contestant: evenly apart in their logarithms.</summary>
internal static class PathStrengths
{
    public const int Count = 100;

    /// <param name="critical">The first: the least at which all coefficients are 0.</param>
    /// <param name="shape">The data; it says how small the last is as a part of the first, as glmnet has it.</param>
    public static double[] From(double critical, Cases.DataShape shape) =>
        [.. Enumerable.Range(0, Count).Select(k => critical * Math.Pow(shape.Rows < shape.Columns ? 0.01 : 1e-4, k / (Count - 1.0)))];
}
