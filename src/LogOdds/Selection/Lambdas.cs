namespace LogOdds.Selection;

/// <summary>The strengths λ of a path, as glmnet chooses them (Friedman, Hastie and Tibshirani, Journal of Statistical Software 33, 2010, section 2.5).</summary>
internal static class Lambdas
{
    /// <summary>The number of strengths unless asked otherwise.</summary>
    public const int DefaultCount = 100;

    /// <summary>From the least λ at which nothing is selected, down in equal ratios.</summary>
    /// <param name="largest">That λ, above 0.</param>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="leastRatio">The last over the first, above 0 and below 1.</param>
    public static double[] Down(double largest, int count, double leastRatio) =>
        [.. Enumerable.Range(0, count).Select(k => k == 0 ? largest : largest * Math.Pow(leastRatio, k / (count - 1.0)))];

    /// <summary>The last λ over the first unless asked otherwise: paths go further where rows are no fewer than columns.</summary>
    public static double DefaultLeastRatio(int rows, int columns) => rows < columns ? 0.01 : 1e-4;

    /// <summary>Strengths as they are given, from the largest down.</summary>
    /// <exception cref="ArgumentException">There are none, or one is negative or not finite.</exception>
    public static double[] Given(IReadOnlyList<double> lambdas)
    {
        if (lambdas.Count == 0) throw new ArgumentException("A path has at least one λ.", nameof(lambdas));
        foreach (var lambda in lambdas)
            if (!(lambda >= 0 && double.IsFinite(lambda))) throw new ArgumentException($"λ is finite and 0 or more, not {lambda}.", nameof(lambdas));
        return [.. lambdas.Distinct().OrderDescending()];
    }
}
