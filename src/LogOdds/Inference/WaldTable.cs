using LogOdds.Numerics;

namespace LogOdds.Inference;

/// <summary>Standard errors, Wald statistics and intervals of maximum-likelihood estimates.</summary>
internal static class WaldTable
{
    /// <summary>
    /// The packed covariance of the estimates: the inverse of the Fisher information Σw·H, with H the Hessian of the mean loss
    /// (McCullagh and Nelder 1989, section 4.4); null when H is not positive definite.
    /// </summary>
    public static double[]? Covariance(int n, ReadOnlySpan<double> packedHessian, double totalWeight)
    {
        var inverse = PackedCholesky.TryFactor(n, packedHessian)?.Inverse();
        if (inverse is not null) VectorKernels.Scale(inverse, 1 / totalWeight);
        return inverse;
    }

    /// <summary>dᵀ V⁻¹ d: Wald's statistic of differences with a packed covariance; null when it is singular.</summary>
    public static double? Statistic(double[] differences, ReadOnlySpan<double> packedCovariance)
    {
        if (PackedCholesky.TryFactor(differences.Length, packedCovariance, relativePivot: 1e-12) is not { } factor) return null;
        var solved = differences.ToArray();
        factor.Solve(solved);
        return VectorKernels.Dot(differences, solved);
    }

    /// <summary>P(|Z| ≥ |z|) for a standard normal Z.</summary>
    public static double TwoSidedP(double z) => StandardNormal.TwoSidedP(z);

    /// <summary>The half-width of a two-sided interval of confidence <paramref name="level"/>, in standard errors: 1.96 for 0.95.</summary>
    public static double HalfWidth(double level) => StandardNormal.HalfWidth(level);
}
