using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>A design column that is a linear combination of earlier ones.</summary>
/// <param name="Column">The column, from 0.</param>
/// <param name="Of">The earlier columns it repeats.</param>
/// <param name="Coefficients">Its coefficients on them, on the scale of the design.</param>
internal sealed record AliasedColumn(int Column, int[] Of, double[] Coefficients);

/// <summary>
/// Finds columns that add nothing to those before them (and to the intercept), in the order of the design, as R's pivoted
/// decomposition does.
/// </summary>
internal static class AliasedColumns
{
    // A squared residual this small against the column may be rounding of the cross products; it is looked at row by row.
    private const double Suspicious = 1e-8;

    // What is left of a column after the others, relative to it, below which it adds nothing: its square is what the cross
    // products of a Hessian still tell from rounding.
    private const double Negligible = 1e-7;

    /// <summary>Finds the aliased columns of a design with standardised columns, none of them constant.</summary>
    public static List<AliasedColumn> Find(IDesign design, ReadOnlySpan<double> weights)
    {
        var p = design.Columns;
        var gram = Gram(design, weights);
        var kept = new List<int>();
        var aliased = new List<AliasedColumn>();
        // The Cholesky factor of the kept columns' cross products grows a row a column.
        var factor = new List<double[]>();
        for (var j = 0; j < p; j++)
        {
            var norm = gram[PackedSymmetric.Index(j, j)];
            var row = new double[kept.Count + 1];
            for (var k = 0; k < kept.Count; k++)
                row[k] = (gram[PackedSymmetric.Index(j, kept[k])] - VectorKernels.Dot(row.AsSpan(0, k), factor[k].AsSpan(0, k))) / factor[k][k];
            var pivot = norm - VectorKernels.Dot(row.AsSpan(0, kept.Count), row.AsSpan(0, kept.Count));
            if (pivot <= Suspicious * norm)
            {
                var coefficients = BackSubstitute(factor, row);
                var residual = Residual(design, weights, kept, coefficients, j);
                // One step of refinement takes away what the squared cross products cost.
                var correction = new double[kept.Count + 1];
                for (var k = 0; k < kept.Count; k++)
                    correction[k] = (residual.Gradient[kept[k]] - VectorKernels.Dot(correction.AsSpan(0, k), factor[k].AsSpan(0, k))) / factor[k][k];
                VectorKernels.Add(coefficients, BackSubstitute(factor, correction));
                pivot = Residual(design, weights, kept, coefficients, j).SumOfSquares;
                if (pivot <= Negligible * Negligible * norm)
                {
                    var involved = Enumerable.Range(0, kept.Count).Where(k => Math.Abs(coefficients[k]) > 1e-7).ToArray();
                    aliased.Add(new AliasedColumn(j, [.. involved.Select(k => kept[k])], [.. involved.Select(k => coefficients[k])]));
                    continue;
                }
            }
            row[^1] = Math.Sqrt(pivot);
            factor.Add(row);
            kept.Add(j);
        }
        return aliased;
    }

    private static double[] Gram(IDesign design, ReadOnlySpan<double> weights)
    {
        var gram = new double[PackedSymmetric.Length(design.Columns)];
        for (var start = 0; start < design.Rows; start += 1024)
        {
            var block = new RowBlock(start, Math.Min(1024, design.Rows - start));
            design.AddSandwich(block, Presence(block, weights), gram);
        }
        return gram;
    }

    private static (double SumOfSquares, double[] Gradient) Residual(IDesign design, ReadOnlySpan<double> weights,
        List<int> kept, double[] coefficients, int column)
    {
        var beta = new double[design.Columns];
        beta[column] = 1;
        for (var k = 0; k < kept.Count; k++) beta[kept[k]] = -coefficients[k];
        var gradient = new double[design.Columns];
        var residual = new double[1024];
        var sum = 0.0;
        for (var start = 0; start < design.Rows; start += 1024)
        {
            var block = new RowBlock(start, Math.Min(1024, design.Rows - start));
            var r = residual.AsSpan(0, block.Count);
            design.Multiply(block, beta, r);
            VectorKernels.Multiply(r, Presence(block, weights), r);
            design.AddTransposed(block, r, gradient);
            sum += VectorKernels.Dot(r, r);
        }
        return (sum, gradient);
    }

    private static double[] Presence(RowBlock block, ReadOnlySpan<double> weights)
    {
        var presence = new double[block.Count];
        for (var i = 0; i < presence.Length; i++) presence[i] = weights.IsEmpty || weights[block.Start + i] > 0 ? 1 : 0;
        return presence;
    }

    /// <summary>Solves Lᵀ c = row for the factor of the kept columns.</summary>
    private static double[] BackSubstitute(List<double[]> factor, double[] row)
    {
        var c = row.AsSpan(0, factor.Count).ToArray();
        for (var i = factor.Count - 1; i >= 0; i--)
        {
            c[i] /= factor[i][i];
            for (var k = 0; k < i; k++) c[k] -= factor[i][k] * c[i];
        }
        return c;
    }
}
