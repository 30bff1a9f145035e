using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>The leverage of each row, hᵢ = wᵢ μᵢ(1−μᵢ) xᵢᵀ I⁻¹ xᵢ: how far its fitted log-odds follow its own response (Pregibon, Annals of Statistics 9, 1981).</summary>
internal static class Leverages
{
    /// <summary>Computes them from the log-odds.</summary>
    /// <param name="design">X.</param>
    /// <param name="roots">Vectors a whose outer products sum to the covariance of the coefficients, the intercept last; see <see cref="Roots"/>.</param>
    /// <param name="response">Responses and weights.</param>
    /// <param name="eta">The log-odds of the rows.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    public static double[] Of(IDesign design, double[][] roots, Response response, ReadOnlyMemory<double> eta, int threads)
    {
        var leverages = new double[design.Rows];
        RowRuns.All(design.Rows, design.NumbersPerRow, threads).Compute(blocks =>
        {
            foreach (var block in blocks)
            {
                var (p, scratch) = (new double[block.Count], new double[block.Count]);
                var forms = leverages.AsSpan(block.Start, block.Count);
                design.QuadraticForms(block, roots, scratch, forms);
                Logistic.Probabilities(eta.Span.Slice(block.Start, block.Count), p);
                for (var i = 0; i < p.Length; i++) forms[i] *= response.WeightOf(block.Start + i) * p[i] * (1 - p[i]);
            }
            return blocks.Count;
        });
        return leverages;
    }

    /// <summary>Vectors for the columns of a design whose outer products sum to the covariance.</summary>
    /// <param name="packedHessian">The Hessian of the mean loss on the scale of <paramref name="columns"/>, the intercept last.</param>
    /// <param name="columns">The map from the columns of the design to those of the Hessian.</param>
    /// <param name="totalWeight">Σ w.</param>
    /// <param name="hasIntercept">Whether the intercept is estimated.</param>
    public static double[][]? Roots(double[] packedHessian, Standardization columns, double totalWeight, bool hasIntercept)
    {
        var n = columns.Scales.Count + 1;
        var factor = PackedCholesky.TryFactor(n, packedHessian);
        return factor is null ? null : [.. factor.InverseFactor().Take(hasIntercept ? n : n - 1).Select(row =>
        {
            VectorKernels.Scale(row, 1 / Math.Sqrt(totalWeight));
            return columns.ToData(row);
        })];
    }
}
