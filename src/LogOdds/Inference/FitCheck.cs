using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>
/// Looks at a fit from outside: the reported coefficients, in the data's units, are put to the columns as they are, and the
/// gradient of the stated objective is taken there. What the solver did with scales and samples has no part in it.
/// </summary>
internal static class FitCheck
{
    /// <summary>The loss and the gradient of the mean loss at reported coefficients.</summary>
    /// <param name="Eta">The log-odds of each row.</param>
    /// <param name="TotalLoss">Σ w ℓ.</param>
    /// <param name="Gradient">The gradient of the mean loss for columns mapped by the given standardisation; the intercept last.</param>
    public sealed record Answer(double[] Eta, double TotalLoss, double[] Gradient);

    /// <summary>Evaluates reported coefficients.</summary>
    /// <param name="raw">The columns as they are, with the origin 0.</param>
    /// <param name="design">The same columns about their means, of which gradients lose no digits.</param>
    /// <param name="scale">The map from the columns of <paramref name="design"/> to those whose gradient is wanted.</param>
    /// <param name="coefficients">Slopes in the data's units, the intercept last.</param>
    /// <param name="response">Responses, weights and offsets.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    public static Answer Evaluate(IDesign raw, IDesign design, Standardization scale, double[] coefficients, Response response, int threads)
    {
        var p = design.Columns;
        var eta = GC.AllocateUninitializedArray<double>(design.Rows);
        var logistic = new Logistic();
        var parts = RowRuns.All(design.Rows, design.NumbersPerRow, threads).Compute(blocks =>
        {
            var (gradient, loss, residual) = (new double[p + 1], 0.0, Array.Empty<double>());
            foreach (var block in blocks)
            {
                if (residual.Length < block.Count) residual = new double[block.Count];
                var here = eta.AsSpan(block.Start, block.Count);
                var r = residual.AsSpan(0, block.Count);
                raw.Multiply(block, coefficients.AsSpan(0, p), here);
                response.AddOffsets(block, coefficients[p], here);
                loss += logistic.Evaluate(response.Values.Span.Slice(block.Start, block.Count), response.WeightsOf(block), here, r, default);
                design.AddTransposed(block, r, gradient.AsSpan(0, p));
                gradient[p] += VectorKernels.Sum(r);
            }
            return (Gradient: gradient, Loss: loss);
        });
        var (total, sum) = (new double[p + 1], 0.0);
        foreach (var part in parts)
        {
            VectorKernels.Add(total, part.Gradient);
            sum += part.Loss;
        }
        VectorKernels.Scale(total, 1 / response.TotalWeight);
        scale.GradientToScaled(total);
        return new Answer(eta, sum, total);
    }
}
