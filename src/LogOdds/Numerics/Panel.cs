namespace LogOdds.Numerics;

/// <summary>
/// A few rows of some columns, column after column, about as many numbers as the first-level cache holds: how rows lie while they are multiplied with
/// several vectors (<see cref="PanelKernel{TElement}"/>).
/// </summary>
internal static class Panel
{
    /// <summary>The rows of a panel: three of the widest registers.</summary>
    public const int Rows = 24;

    // Half a megabyte: half of the second-level cache.
    private const int MostNumbers = 1 << 16;
    private const int MostAtATime = 8;

    /// <summary>The numbers of a panel, which is filled up to whole tiles of columns.</summary>
    public static int Length(int columns) => (columns + CrossProducts.Side - 1) / CrossProducts.Side * CrossProducts.Side * Rows;

    /// <summary>The panels that rows fill.</summary>
    public static int Count(int rows) => (rows + Rows - 1) / Rows;

    /// <summary>The rows that are laid out at a time: whole panels, as many as the second-level cache holds beside what comes of them; of wide rows, one.</summary>
    public static int RowsAtATime(int numbersPerRow) => Math.Clamp(MostNumbers / (Rows * Math.Max(1, numbersPerRow)), 1, MostAtATime) * Rows;
}
