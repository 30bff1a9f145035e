namespace LogOdds.Datafits;

/// <summary>
/// How badly log-odds fit responses: loss, gradient and curvature per row. Knows η, y and w; never X or β.
/// </summary>
public interface IDatafit
{
    /// <summary>
    /// Evaluates a block of rows in one go.
    /// </summary>
    /// <param name="response">yᵢ in [0, 1].</param>
    /// <param name="weights">wᵢ ≥ 0; empty means every weight is 1.</param>
    /// <param name="eta">Linear predictors ηᵢ (log-odds).</param>
    /// <param name="residual">Receives wᵢ ∂ℓ/∂ηᵢ.</param>
    /// <param name="curvature">Receives wᵢ ∂²ℓ/∂ηᵢ²; empty when not wanted.</param>
    /// <returns>Σ wᵢ ℓ(yᵢ, ηᵢ) over the block.</returns>
    double Evaluate(ReadOnlySpan<double> response, ReadOnlySpan<double> weights, ReadOnlySpan<double> eta,
        Span<double> residual, Span<double> curvature);
}
