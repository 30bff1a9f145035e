using LogOdds.Numerics;

namespace LogOdds.Lab.Figures;

/// <summary>Which of many are drawn.</summary>
internal static class Drawn
{
    /// <summary>The most points of a picture.</summary>
    public const int MostPoints = 2000;

    /// <summary>The most points of a curve.</summary>
    public const int MostOfCurve = 500;

    /// <summary>All, or as many as are drawn, evenly spread and with both ends.</summary>
    public static IEnumerable<T> Thinned<T>(IReadOnlyList<T> points, int most = MostOfCurve) => points.Count <= most ? points
        : Enumerable.Range(0, most).Select(k => points[(int)((long)k * (points.Count - 1) / (most - 1))]);

    /// <summary>All places below a count, or a random choice of them in rising order; the same each time.</summary>
    public static int[] Places(int count, int most)
    {
        if (count <= most) return [.. Enumerable.Range(0, count)];
        var (random, chosen) = (new SeededRandom(1), new HashSet<int>());
        while (chosen.Count < most) chosen.Add(random.NextInt(count));
        return [.. chosen.Order()];
    }
}
