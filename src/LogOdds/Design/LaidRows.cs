using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>How many rows are worked on at a time for several vectors of coefficients.</summary>
internal static class LaidRows
{
    // Half a megabyte: half of the second-level cache.
    private const int Numbers = 1 << 16;

    private const int MostPanels = 8;

    /// <summary>Whole panels, as many as the second-level cache holds beside what comes of them; of wide rows, one.</summary>
    public static int Most(int numbersPerRow) => Math.Clamp(Numbers / (Panel.Rows * Math.Max(1, numbersPerRow)), 1, MostPanels) * Panel.Rows;
}
