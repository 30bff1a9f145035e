namespace LogOdds.Numerics;

/// <summary>Work that falls into parts, on one core or several.</summary>
internal static class Cores
{
    /// <summary>Does every part; on several cores only where that is worth the handing out.</summary>
    /// <param name="parts">How many parts.</param>
    /// <param name="isWorthSeveral">Whether the work is long enough for several cores.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    /// <param name="work">Does a part, by its number from 0.</param>
    public static void Each(int parts, bool isWorthSeveral, int threads, Action<int> work)
    {
        if (isWorthSeveral && threads != 1) Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : -1 }, work);
        else
            for (var part = 0; part < parts; part++) work(part);
    }
}
