namespace LogOdds.Design;

/// <summary>A design whose columns take little more than their entries to walk: asked for one after the other, over and over.</summary>
internal interface ISparseColumns
{
    /// <summary>Puts the entries in the order of columns, once. Before several cores ask for columns: a core that did it for all would keep the others waiting, which it needs for it.</summary>
    void Prepare();

    /// <summary>Overwrites <paramref name="sums"/> with xⱼᵀ r over all rows, for as many columns as it has entries.</summary>
    /// <param name="first">The first of the columns.</param>
    /// <param name="rows">r, n entries.</param>
    /// <param name="sums">One entry a column.</param>
    void Dots(int first, ReadOnlySpan<double> rows, Span<double> sums);

    /// <summary>xⱼᵀ diag(d) xⱼ.</summary>
    /// <param name="column">j.</param>
    /// <param name="weights">d, n entries.</param>
    double SumOfSquares(int column, ReadOnlySpan<double> weights);

    /// <summary>r ← r + factor·diag(d) xⱼ.</summary>
    /// <param name="column">j.</param>
    /// <param name="factor">What the column is multiplied by.</param>
    /// <param name="weights">d, n entries.</param>
    /// <param name="rows">r, n entries.</param>
    void AddWeighted(int column, double factor, ReadOnlySpan<double> weights, Span<double> rows);
}
