namespace LogOdds.Design;

/// <summary>A design that can also multiply its rows with each other: for more columns than rows.</summary>
public interface IRowProducts : IDesign
{
    /// <summary>K ← K + X diag(v) Xᵀ, n×n, lower triangle row after row.</summary>
    /// <param name="columnWeights">vⱼ, one a column.</param>
    /// <param name="packedProducts">n(n+1)/2 entries.</param>
    /// <param name="threads">How many cores to use at most; 0 for all. It never changes the result.</param>
    void AddRowProducts(ReadOnlySpan<double> columnWeights, Span<double> packedProducts, int threads);
}
