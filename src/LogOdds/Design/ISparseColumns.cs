namespace LogOdds.Design;

/// <summary>A design of which columns take little more than their entries to walk, so that products with all of them need no stretches.</summary>
internal interface ISparseColumns
{
    /// <summary>Overwrites <paramref name="sums"/> with xⱼᵀ r over all rows, for as many columns as it has entries.</summary>
    /// <param name="first">The first of the columns.</param>
    /// <param name="rows">r, n entries.</param>
    /// <param name="sums">One entry a column.</param>
    void Dots(int first, ReadOnlySpan<double> rows, Span<double> sums);
}
