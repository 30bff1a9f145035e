namespace LogOdds.Design;

/// <summary>A design that can also be asked for single columns and for some of its columns: for models of many columns of which few count.</summary>
public interface IColumnDesign : IDesign
{
    /// <summary>The design of some columns, in the given order. It shares the stored numbers with this one.</summary>
    /// <param name="columns">Column numbers from 0, each at most once.</param>
    IDesign Select(ReadOnlySpan<int> columns);

    /// <summary>xⱼᵀ r over all rows.</summary>
    /// <param name="column">j.</param>
    /// <param name="rows">r, n entries.</param>
    double Dot(int column, ReadOnlySpan<double> rows);

    /// <summary>r ← r + factor·xⱼ over all rows.</summary>
    /// <param name="column">j.</param>
    /// <param name="factor">What the column is multiplied by.</param>
    /// <param name="rows">r, n entries.</param>
    void AddColumn(int column, double factor, Span<double> rows);
}
