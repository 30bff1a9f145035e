namespace LogOdds.Objectives;

/// <summary>An objective that answers by its rows: for more columns than rows, where what is n-sized is the smaller.</summary>
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

    /// <summary>The mean loss where the columns' part of the linear predictors is known, and its derivatives by row.</summary>
    /// <param name="predictors">Z b, n entries.</param>
    /// <param name="intercept">b₀.</param>
    /// <param name="residual">Overwritten with wᵢ ∂ℓ/∂ηᵢ / Σw.</param>
    /// <param name="curvature">Overwritten with wᵢ ∂²ℓ/∂ηᵢ² / Σw.</param>
    double EvaluateByRow(ReadOnlySpan<double> predictors, double intercept, Span<double> residual, Span<double> curvature);

    /// <summary>Overwrites <paramref name="slopes"/> with Zᵀ u.</summary>
    void MultiplyTransposed(ReadOnlySpan<double> rows, Span<double> slopes);
}
