namespace LogOdds.Tests.Metrics;

/// <summary>Classes of both kinds and probabilities that lean the right way, with ties where asked for.</summary>
internal static class RandomScores
{
    /// <summary>Random rows.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="rows">How many.</param>
    /// <param name="distinct">How many different probabilities at most; 0 for no limit.</param>
    public static (double[] Y, double[] P) Of(int seed, int rows, int distinct = 0)
    {
        var random = new Random(seed);
        var (y, p) = (new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            y[i] = i < 4 ? i % 2 : random.Next(2);
            p[i] = 0.02 + 0.9 * Math.Sqrt(random.NextDouble()) * (0.6 + 0.4 * y[i]);
            if (distinct > 0) p[i] = Math.Ceiling(p[i] * distinct) / (distinct + 1);
        }
        return (y, p);
    }
}
