using System.Buffers;
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

    /// <summary>η ← X b + b₀ over a block, for coefficients with the intercept last.</summary>
    public static void MultiplyWithIntercept(this IDesign design, RowBlock rows, ReadOnlySpan<double> coefficients, Span<double> eta)
    {
        design.Multiply(rows, coefficients[..design.Columns], eta);
        VectorKernels.AddConstant(eta, coefficients[design.Columns]);
    }

    /// <summary>X b + b₀ for all rows, for coefficients with the intercept last.</summary>
    public static double[] LinearPredictors(this IDesign design, double[] coefficients, int threads)
    {
        var eta = new double[design.Rows];
        RowRuns.All(design.Rows, design.NumbersPerRow, threads).Compute(blocks =>
        {
            foreach (var block in blocks) design.MultiplyWithIntercept(block, coefficients, eta.AsSpan(block.Start, block.Count));
            return blocks.Count;
        });
        return eta;
    }

    /// <summary>A column of X, written out.</summary>
    public static double[] Column(this IDesign design, int column)
    {
        var (unit, values) = (new double[design.Columns], new double[design.Rows]);
        unit[column] = 1;
        design.Multiply(new RowBlock(0, design.Rows), unit, values);
        return values;
    }

    /// <summary>(X, 1)ᵀ diag(d) (X, 1) over runs of rows.</summary>
    /// <param name="design">X.</param>
    /// <param name="runs">The rows.</param>
    /// <param name="curvature">d for the rows of a block.</param>
    public static double[] Curvature(this IDesign design, RowRuns runs, Func<RowBlock, double[]> curvature)
    {
        var total = new double[PackedSymmetric.Length(design.Columns + 1)];
        foreach (var part in runs.Compute(blocks =>
        {
            var sums = ArrayPool<double>.Shared.Rent(total.Length);
            Array.Clear(sums, 0, total.Length);
            foreach (var block in blocks) design.AddCurvature(block, curvature(block), sums.AsSpan(0, total.Length));
            return sums;
        }))
        {
            VectorKernels.Add(total, part.AsSpan(0, total.Length));
            ArrayPool<double>.Shared.Return(part);
        }
        return total;
    }

    /// <summary>
    /// h ← Σ over k of (X aₖ + aₖ₀)² over a block: with the rows of the inverse factor of a matrix A as aₖ, that is (x, 1)ᵀ A⁻¹ (x, 1).
    /// </summary>
    /// <param name="design">X.</param>
    /// <param name="rows">The block.</param>
    /// <param name="vectors">The aₖ, p + 1 entries each, the intercept last.</param>
    /// <param name="scratch">As many entries as the block has rows.</param>
    /// <param name="forms">Receives one entry a row of the block.</param>
    public static void QuadraticForms(this IDesign design, RowBlock rows, IEnumerable<double[]> vectors, Span<double> scratch, Span<double> forms)
    {
        forms.Clear();
        foreach (var vector in vectors)
        {
            design.MultiplyWithIntercept(rows, vector, scratch);
            for (var i = 0; i < forms.Length; i++) forms[i] += scratch[i] * scratch[i];
        }
    }
}
