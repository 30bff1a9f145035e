namespace LogOdds.Cli.Output;

/// <summary>Which lines of a long table are printed.</summary>
internal static class Lines
{
    private const int Most = 20;

    /// <summary>About twenty of them, evenly, with the first, the last and those that matter.</summary>
    public static IEnumerable<int> Of(int count, params IEnumerable<int> needed) =>
        Enumerable.Range(0, Math.Min(count, Most)).Select(k => count <= Most ? k : (int)Math.Round(k * (count - 1.0) / (Most - 1))).Concat(needed).Distinct().Order();
}
