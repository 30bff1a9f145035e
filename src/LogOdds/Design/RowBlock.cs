namespace LogOdds.Design;

/// <summary>A run of rows: <paramref name="Count"/> rows from <paramref name="Start"/> on.</summary>
/// <param name="Start">The first row, from 0.</param>
/// <param name="Count">The number of rows.</param>
public readonly record struct RowBlock(int Start, int Count)
{
    /// <summary>The row after the last.</summary>
    public int End => Start + Count;
}
