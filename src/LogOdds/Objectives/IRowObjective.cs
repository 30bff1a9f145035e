namespace LogOdds.Objectives;

/// <summary>An objective whose rows can be asked one by one: for more columns than rows, where what is n-sized is the smaller.</summary>
public interface IRowObjective : IObjective
{
    /// <summary>n.</summary>
    int Rows { get; }

    /// <summary>Whether the rows can be multiplied with each other.</summary>
    bool HasRowProducts { get; }

    /// <summary>Overwrites <paramref name="packedProducts"/> with Z diag(v) Zᵀ, n×n, lower triangle row after row.</summary>
    /// <param name="columnWeights">vⱼ, one a slope.</param>
    /// <param name="packedProducts">n(n+1)/2 entries.</param>
    void RowProducts(ReadOnlySpan<double> columnWeights, Span<double> packedProducts);

    /// <summary>The mean loss at <paramref name="beta"/>, its gradient, and wᵢ ∂²ℓ/∂ηᵢ²/Σw of each row.</summary>
    /// <param name="beta">β, <see cref="IObjective.Dimension"/> entries.</param>
    /// <param name="gradient">Overwritten with the gradient.</param>
    /// <param name="curvature">Overwritten, n entries.</param>
    double EvaluateByRow(ReadOnlySpan<double> beta, Span<double> gradient, Span<double> curvature);

    /// <summary>Overwrites <paramref name="eta"/> with Z b.</summary>
    void Multiply(ReadOnlySpan<double> slopes, Span<double> eta);

    /// <summary>Overwrites <paramref name="slopes"/> with Zᵀ u.</summary>
    void MultiplyTransposed(ReadOnlySpan<double> rows, Span<double> slopes);
}
