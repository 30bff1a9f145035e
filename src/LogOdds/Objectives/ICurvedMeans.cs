namespace LogOdds.Objectives;

/// <summary>An objective that knows where its columns lie on the whole: what they share is the Hessian's steepest direction, unless an intercept takes it up.</summary>
internal interface ICurvedMeans
{
    /// <summary>Overwrites <paramref name="means"/> with Σ dᵢ zᵢⱼ / Σ dᵢ for each slope, in one pass.</summary>
    /// <param name="curvature">d, as <see cref="IHessianProductObjective.EvaluateWithCurvature"/> left it.</param>
    /// <param name="means">One entry a slope.</param>
    /// <returns>False, at no cost, where there is an intercept.</returns>
    bool TryMeans(ReadOnlyMemory<double> curvature, Span<double> means);
}
