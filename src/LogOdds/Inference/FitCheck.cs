using System.Buffers;
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
    /// <param name="PackedHessian">Its Hessian, where it was asked for.</param>
    public sealed record Answer(ReadOnlyMemory<double> Eta, double TotalLoss, double[] Gradient, double[]? PackedHessian);

    /// <summary>Evaluates reported coefficients.</summary>
    /// <param name="raw">The columns as they are, with the origin 0.</param>
    /// <param name="design">The same columns about their means, of which gradients lose no digits.</param>
    /// <param name="scale">The map from the columns of <paramref name="design"/> to those whose gradient is wanted.</param>
    /// <param name="coefficients">Slopes in the data's units, the intercept last.</param>
    /// <param name="response">Responses, weights and offsets.</param>
    /// <param name="eta">Receives the log-odds of the rows.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    /// <param name="isCurved">Whether the Hessian is wanted.</param>
    /// <param name="hasIntercept">Whether the intercept is estimated; where it is not, its derivatives are 0, and 1 on the Hessian's diagonal.</param>
    /// <param name="ranks">The processes that share the rows out; null where this one holds all.</param>
    public static Answer Evaluate(IDesign raw, IDesign design, Standardization scale, double[] coefficients, Response response, Memory<double> eta, int threads, bool isCurved, bool hasIntercept, ICommunicator? ranks = null)
    {
        var p = design.Columns;
        var hessianLength = isCurved ? PackedSymmetric.Length(p + 1) : 0;
        var logistic = new Logistic();
        var runs = RowRuns.All(design.Rows, design.NumbersPerRow, threads, isCurved ? RowRuns.Affordable(hessianLength) : RowRuns.Affordable(p + 1, (long)design.Rows * design.NumbersPerRow), p);
        var parts = runs.Compute(blocks =>
        {
            var (sums, hessian, loss) = (ArrayPool<double>.Shared.Rent(p + 1), new double[hessianLength], 0.0);
            Array.Clear(sums, 0, p + 1);
            var (residual, curvature) = (new double[runs.BlockRows], new double[isCurved ? runs.BlockRows : 0]);
            foreach (var block in blocks)
            {
                var here = eta.Span.Slice(block.Start, block.Count);
                var r = residual.AsSpan(0, block.Count);
                var d = isCurved ? curvature.AsSpan(0, block.Count) : default;
                raw.Multiply(block, coefficients.AsSpan(0, p), here);
                response.AddOffsets(block, coefficients[p], here);
                loss += logistic.Evaluate(response.Values.Span.Slice(block.Start, block.Count), response.WeightsOf(block), here, r, d);
                design.AddTransposed(block, r, sums.AsSpan(0, p));
                sums[p] += VectorKernels.Sum(r);
                if (isCurved) design.AddCurvature(block, d, hessian);
            }
            return (Gradient: sums, Hessian: hessian, Loss: loss);
        });
        var (total, curvatures, sum) = (new double[p + 1], new double[hessianLength], 0.0);
        foreach (var part in parts)
        {
            VectorKernels.Add(total, part.Gradient.AsSpan(0, p + 1));
            ArrayPool<double>.Shared.Return(part.Gradient);
            VectorKernels.Add(curvatures, part.Hessian);
            sum += part.Loss;
        }
        ranks ??= Alone.Instance;
        ranks.Sum(total);
        ranks.Sum(curvatures);
        sum = ranks.Total(sum);
        var mean = 1 / ranks.Total(response.TotalWeight);
        VectorKernels.Scale(total, mean);
        scale.GradientToScaled(total);
        if (!hasIntercept) total[^1] = 0;
        if (!isCurved) return new Answer(eta, sum, total, null);
        VectorKernels.Scale(curvatures, mean);
        scale.HessianToScaled(curvatures);
        if (!hasIntercept)
        {
            curvatures.AsSpan(PackedSymmetric.Row(p)).Clear();
            curvatures[^1] = 1;
        }
        return new Answer(eta, sum, total, curvatures);
    }
}
