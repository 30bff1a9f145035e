namespace LogOdds.Objectives;

/// <summary>
/// Whoever holds the rows, asked for sums over all of them: at coefficients of the design's own columns, p slopes and then the intercept, a few
/// p-sized numbers come back. One question is one pass over the rows. An answer depends on the question alone.
/// </summary>
internal interface IRowSums
{
    /// <summary>p.</summary>
    int Columns { get; }

    /// <summary>n.</summary>
    long Rows { get; }

    /// <summary>Σ wᵢ.</summary>
    double TotalWeight { get; }

    /// <summary>The numbers that a pass reads.</summary>
    double NumbersPerPass { get; }

    /// <summary>The multiply-adds that a Hessian takes besides.</summary>
    double ProductsPerHessian { get; }

    /// <summary>Whether some of the rows can be asked without the others.</summary>
    bool HasSamples { get; }

    /// <summary>About <paramref name="rows"/> of the rows, the same ones each time, spread over all of them.</summary>
    IRowSums Sample(long rows);

    /// <summary>Σ wᵢ ℓ(yᵢ, ηᵢ), and its derivatives.</summary>
    /// <param name="coefficients">p + 1 entries.</param>
    /// <param name="gradient">Overwritten with Σ wᵢ ℓ′ (xᵢ, 1), p + 1 entries.</param>
    /// <param name="packedHessian">Overwritten with Σ wᵢ ℓ″ (xᵢ, 1)(xᵢ, 1)ᵀ, lower triangle row after row, (p + 1)(p + 2)/2 entries; or empty.</param>
    double Sum(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> packedHessian);

    /// <summary>The same at several coefficients in one pass.</summary>
    /// <param name="count">How many.</param>
    /// <param name="coefficients">Vectors of p + 1 entries, one behind the other.</param>
    /// <param name="losses">Overwritten, an entry each.</param>
    /// <param name="gradients">Overwritten with as many vectors of p + 1 entries.</param>
    void SumMany(int count, ReadOnlyMemory<double> coefficients, Span<double> losses, Span<double> gradients);

    /// <summary>How many numbers stay behind for products with the Hessian.</summary>
    int CurvatureLength { get; }

    /// <summary>The loss and its gradient, and what products with the Hessian there need.</summary>
    double SumWithCurvature(ReadOnlyMemory<double> coefficients, Memory<double> gradient, Memory<double> curvature);

    /// <summary>The Hessian of the loss times a vector.</summary>
    /// <param name="curvature">As <see cref="SumWithCurvature"/> left it.</param>
    /// <param name="direction">p + 1 entries.</param>
    /// <param name="product">Overwritten, p + 1 entries.</param>
    void SumHessianProduct(ReadOnlyMemory<double> curvature, ReadOnlyMemory<double> direction, Memory<double> product);

    /// <summary>Σ wᵢ ℓ″.</summary>
    /// <param name="curvature">As <see cref="SumWithCurvature"/> left it.</param>
    double TotalCurvature(ReadOnlySpan<double> curvature);
}
