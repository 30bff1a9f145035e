namespace LogOdds.Design;

/// <summary>
/// The design matrix X (n rows, p columns, no column of ones), asked for a block of rows at a time.
/// Safe to be asked from several threads.
/// </summary>
public interface IDesign
{
    /// <summary>n.</summary>
    int Rows { get; }

    /// <summary>p.</summary>
    int Columns { get; }

    /// <summary>How many stored numbers a row takes: what a pass reads, and what a block of rows needs of the cache.</summary>
    int NumbersPerRow { get; }

    /// <summary>How many multiply-adds a row costs in <see cref="AddSandwich"/>.</summary>
    double ProductsPerRow { get; }

    /// <summary>η ← X β over the block: <paramref name="beta"/> has p entries, <paramref name="eta"/> one a row of the block.</summary>
    void Multiply(RowBlock rows, ReadOnlySpan<double> beta, Span<double> eta);

    /// <summary>g ← g + Xᵀ r over the block: <paramref name="residual"/> has one entry a row of the block, <paramref name="gradient"/> p.</summary>
    void AddTransposed(RowBlock rows, ReadOnlySpan<double> residual, Span<double> gradient);

    /// <summary>
    /// H ← H + Xᵀ diag(d) X over the block: <paramref name="curvature"/> has one entry a row of the block;
    /// <paramref name="packedHessian"/> is the lower triangle, row after row, p(p+1)/2 entries.
    /// </summary>
    void AddSandwich(RowBlock rows, ReadOnlySpan<double> curvature, Span<double> packedHessian);
}
