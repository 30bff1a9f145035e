using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>What every design can do by what each does.</summary>
internal static class DesignExtensions
{
    /// <summary>H ← H + (X, 1)ᵀ diag(d) (X, 1) over a block: with a column of ones for the intercept, as the last.</summary>
    public static void AddCurvature(this IDesign design, RowBlock rows, ReadOnlySpan<double> curvature, Span<double> packedHessian)
    {
        var p = design.Columns;
        design.AddSandwich(rows, curvature, packedHessian[..PackedSymmetric.Length(p)]);
        var intercept = packedHessian.Slice(PackedSymmetric.Row(p), p + 1);
        design.AddTransposed(rows, curvature, intercept[..p]);
        intercept[p] += VectorKernels.Sum(curvature);
    }
}
