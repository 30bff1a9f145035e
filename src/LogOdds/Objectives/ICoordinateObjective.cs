namespace LogOdds.Objectives;

/// <summary>An objective of sparse columns, which can be walked one after the other, over and over, at the cost of their entries.</summary>
public interface ICoordinateObjective : IColumnObjective
{
    /// <summary>Whether the columns are sparse.</summary>
    bool HasSparseColumns { get; }

    /// <summary>xⱼᵀ v for the column of a slope on its scale, but about 0: beside an intercept that goes with it, where a column stands does not matter.</summary>
    /// <param name="slope">j.</param>
    /// <param name="rows">v, n entries.</param>
    double ColumnDot(int slope, ReadOnlySpan<double> rows);

    /// <summary>xⱼᵀ diag(d) xⱼ for the same column.</summary>
    double ColumnSquares(int slope, ReadOnlySpan<double> weights);

    /// <summary>v ← v + factor·diag(d) xⱼ for the same column.</summary>
    void AddColumn(int slope, double factor, ReadOnlySpan<double> weights, Span<double> rows);
}
