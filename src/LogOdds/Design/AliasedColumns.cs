using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>A design column that is a linear combination of earlier ones.</summary>
/// <param name="Column">The column, from 0.</param>
/// <param name="Of">The earlier columns it repeats.</param>
/// <param name="Coefficients">Its coefficients on them, on the standardised scale.</param>
/// <param name="Constant">What is added to the combination, on that scale.</param>
internal sealed record AliasedColumn(int Column, int[] Of, double[] Coefficients, double Constant);

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

    private const int SampleRows = 2048;
    private const int SampleRowsPerColumn = 4;

    /// <summary>Finds the aliased columns of a design without constant columns.</summary>
    /// <param name="design">The design.</param>
    /// <param name="standard">The map to mean 0 and standard deviation 1.</param>
    /// <param name="weights">One a row; rows of weight 0 do not count. Empty means 1.</param>
    /// <param name="hasIntercept">Whether the columns stand beside an intercept, so that what counts is what they are about their means.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    /// <param name="least">The least sum of squares that a column is taken to have: for rows in which columns may be constant, their number.</param>
    /// <param name="ranks">The processes that share the rows out; null where this one holds all.</param>
    public static List<AliasedColumn> Find(IDesign design, Standardization standard, ReadOnlyMemory<double> weights, bool hasIntercept, int threads, double least = 0, ICommunicator? ranks = null)
    {
        ranks ??= Alone.Instance;
        var (p, rows) = (design.Columns, ranks.Total(design.Rows));
        // What is left of a column in some of the rows is never more than what is left of it in all: a sample can acquit every column.
        var sampled = SampleRowsFor(p);
        if (sampled < rows / 2)
        {
            var own = (int)Math.Clamp(sampled * (design.Rows / rows), 1, design.Rows);
            if (AllStandAlone(Gram(RowRuns.Sample(design.Rows, own, design.NumbersPerRow, threads, maxRuns: 2), design, standard, weights, hasIntercept, ranks).Products, p, rows)) return [];
        }
        var (gram, means) = Gram(RowRuns.All(design.Rows, design.NumbersPerRow, threads, RowRuns.Affordable(PackedSymmetric.Length(p + 1))), design, standard, weights, hasIntercept, ranks);
        return Find(p, gram, means, beta => Residual(design, standard, weights.Span, beta, ranks), least);
    }

    /// <summary>How many rows acquit so many columns, if they are to be acquitted.</summary>
    public static int SampleRowsFor(int p) => Math.Max(SampleRows, SampleRowsPerColumn * p);

    /// <summary>The same for rows that are held elsewhere.</summary>
    /// <param name="p">The number of columns.</param>
    /// <param name="gram">The packed cross products of the columns on the standardised scale, with an intercept about their means in these rows.</param>
    /// <param name="means">These means, on that scale; 0 without intercept.</param>
    /// <param name="residual">The sum of squares of a linear predictor over the rows, and its products with the columns and 1; coefficients and products on that scale.</param>
    /// <param name="least">The least sum of squares that a column is taken to have.</param>
    public static List<AliasedColumn> Find(int p, double[] gram, double[] means, Func<double[], (double SumOfSquares, double[] Gradient)> residual, double least = 0)
    {
        if (AllStandAlone(gram, p, least)) return [];

        var kept = new List<int>();
        var aliased = new List<AliasedColumn>();
        // The Cholesky factor of the kept columns' cross products grows a row a column.
        var factor = new List<double[]>();
        for (var j = 0; j < p; j++)
        {
            var norm = Math.Max(gram[PackedSymmetric.Index(j, j)], least);
            var row = new double[kept.Count + 1];
            for (var k = 0; k < kept.Count; k++)
                row[k] = (gram[PackedSymmetric.Index(j, kept[k])] - VectorKernels.Dot(row.AsSpan(0, k), factor[k].AsSpan(0, k))) / factor[k][k];
            var pivot = gram[PackedSymmetric.Index(j, j)] - VectorKernels.Dot(row.AsSpan(0, kept.Count), row.AsSpan(0, kept.Count));
            if (pivot <= Suspicious * norm)
            {
                var coefficients = BackSubstitute(factor, row);
                var left = residual(Without(means, kept, coefficients, j));
                // One step of refinement takes away what the squared cross products cost.
                var correction = new double[kept.Count + 1];
                for (var k = 0; k < kept.Count; k++)
                    correction[k] = (left.Gradient[kept[k]] - VectorKernels.Dot(correction.AsSpan(0, k), factor[k].AsSpan(0, k))) / factor[k][k];
                VectorKernels.Add(coefficients, BackSubstitute(factor, correction));
                pivot = residual(Without(means, kept, coefficients, j)).SumOfSquares;
                if (pivot <= Negligible * Negligible * norm)
                {
                    var involved = Enumerable.Range(0, kept.Count).Where(k => Math.Abs(coefficients[k]) > 1e-7).ToArray();
                    aliased.Add(new AliasedColumn(j, [.. involved.Select(k => kept[k])], [.. involved.Select(k => coefficients[k])], means[j] - involved.Sum(k => coefficients[k] * means[kept[k]])));
                    continue;
                }
            }
            row[^1] = Math.Sqrt(pivot);
            factor.Add(row);
            kept.Add(j);
        }
        return aliased;
    }

    /// <summary>Whether what is left of each column after those before it is more than suspicious, against its own norm and the given one.</summary>
    public static bool AllStandAlone(double[] gram, int p, double norm)
    {
        var least = double.PositiveInfinity;
        for (var j = 0; j < p; j++) least = Math.Min(least, gram[PackedSymmetric.Index(j, j)]);
        return p == 0 || PackedCholesky.TryFactor(p, gram, Suspicious * Math.Max(1, norm / least)) is not null;
    }

    /// <summary>The cross products of the columns, scaled, and with an intercept about their means in these rows: it is taken out.</summary>
    private static (double[] Products, double[] Means) Gram(RowRuns runs, IDesign design, Standardization standard, ReadOnlyMemory<double> weights, bool hasIntercept, ICommunicator ranks)
    {
        var p = design.Columns;
        var total = design.Curvature(runs, block => Presence(block, weights.Span));
        ranks.Sum(total);
        var means = total.AsSpan(PackedSymmetric.Row(p), p).ToArray();
        VectorKernels.Scale(means, hasIntercept ? 1 / total[^1] : 0);
        new Standardization(means, standard.Scales).HessianToScaled(total);
        for (var j = 0; hasIntercept && j < p; j++) means[j] = (means[j] - standard.Centers[j]) / standard.Scales[j];
        return (total, means);
    }

    /// <summary>The coefficients of what is left of a column after those kept.</summary>
    private static double[] Without(double[] means, List<int> kept, double[] coefficients, int column)
    {
        var beta = new double[means.Length + 1];
        beta[column] = 1;
        for (var k = 0; k < kept.Count; k++) beta[kept[k]] = -coefficients[k];
        beta[^1] = -VectorKernels.Dot(beta.AsSpan(0, means.Length), means);
        return beta;
    }

    private static (double SumOfSquares, double[] Gradient) Residual(IDesign design, Standardization standard, ReadOnlySpan<double> weights, double[] scaled, ICommunicator ranks)
    {
        var beta = standard.ToData(scaled);
        var gradient = new double[design.Columns + 1];
        var residual = new double[1024];
        var sum = 0.0;
        for (var start = 0; start < design.Rows; start += 1024)
        {
            var block = new RowBlock(start, Math.Min(1024, design.Rows - start));
            var r = residual.AsSpan(0, block.Count);
            design.Multiply(block, beta.AsSpan(0, design.Columns), r);
            VectorKernels.AddConstant(r, beta[^1]);
            VectorKernels.Multiply(r, Presence(block, weights), r);
            design.AddTransposed(block, r, gradient.AsSpan(0, design.Columns));
            gradient[^1] += VectorKernels.Sum(r);
            sum += VectorKernels.Dot(r, r);
        }
        ranks.Sum(gradient);
        standard.GradientToScaled(gradient);
        return (ranks.Total(sum), gradient);
    }

    private static double[] Presence(RowBlock block, ReadOnlySpan<double> weights)
    {
        var presence = new double[block.Count];
        if (weights.IsEmpty) Array.Fill(presence, 1);
        else
            for (var i = 0; i < presence.Length; i++) presence[i] = weights[block.Start + i] > 0 ? 1 : 0;
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
