using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>
/// The sandwich I⁻¹ M I⁻¹ (Huber 1967; White 1982), whose meat M = Σ sᵢsᵢᵀ is of the scores sᵢ = wᵢ(yᵢ − μᵢ)xᵢ, or of their sums over
/// clusters: right in large samples even where the variance of the response is not the model's.
/// </summary>
/// <param name="design">X.</param>
/// <param name="columns">The map from its columns to the scale of the Hessian.</param>
/// <param name="packedHessian">The Hessian of the mean loss on that scale, the intercept last.</param>
/// <param name="response">Responses, weights.</param>
/// <param name="eta">The log-odds of the rows.</param>
/// <param name="hasIntercept">Whether the intercept is estimated.</param>
/// <param name="isFrequency">Whether a row of weight w stands for w equal rows, each with a score of its own.</param>
/// <param name="threads">How many cores to use at most; 0 for all.</param>
/// <param name="ranks">The processes that share the rows out; null where this one holds all.</param>
internal sealed class RobustCovariance(IDesign design, Standardization columns, double[] packedHessian, Response response, ReadOnlyMemory<double> eta, bool hasIntercept, bool isFrequency, int threads, ICommunicator? ranks = null)
{
    private readonly ICommunicator _ranks = ranks ?? Alone.Instance;
    private readonly int _n = design.Columns + 1;

    /// <summary>The packed covariance for independent rows, on the scale of the Hessian; null when it is singular.</summary>
    /// <param name="kind">How squared residuals are corrected.</param>
    /// <param name="observations">n.</param>
    public double[]? OfRows(CovarianceKind kind, double observations)
    {
        var residuals = Residuals();
        var parameters = design.Columns + (hasIntercept ? 1 : 0);
        if (kind is CovarianceKind.HC2 or CovarianceKind.HC3 or CovarianceKind.HC4)
        {
            if (Leverages.Roots(packedHessian, columns, TotalWeight, hasIntercept) is not { } roots) return null;
            var leverages = Leverages.Of(design, roots, response, eta, threads);
            for (var i = 0; i < residuals.Length; i++)
            {
                if (isFrequency && response.WeightOf(i) > 0) leverages[i] /= response.WeightOf(i);
                var left = 1 - leverages[i];
                residuals[i] /= kind switch
                {
                    CovarianceKind.HC2 => Math.Sqrt(left),
                    CovarianceKind.HC3 => left,
                    _ => Math.Pow(left, Math.Min(4, observations * leverages[i] / parameters) / 2),
                };
            }
        }
        for (var i = 0; i < residuals.Length; i++)
            // w equal rows add w squares of their own residual; one row of weight w adds the square of w times it.
            residuals[i] *= isFrequency && response.WeightOf(i) > 0 ? residuals[i] / response.WeightOf(i) : residuals[i];
        var runs = RowRuns.All(design.Rows, design.NumbersPerRow, threads, RowRuns.Affordable(PackedSymmetric.Length(_n)));
        var meat = design.Curvature(runs, block => residuals[block.Start..block.End]);
        _ranks.Sum(meat);
        columns.HessianToScaled(meat);
        return Sandwich(meat, kind switch
        {
            CovarianceKind.HC1 => observations / (observations - parameters),
            CovarianceKind.Sampling => observations / (observations - 1),
            _ => 1,
        });
    }

    /// <summary>The packed covariance for rows that are independent between clusters only; null when it is singular.</summary>
    /// <param name="clusters">The cluster of each row.</param>
    /// <param name="isAdjusted">Whether it is multiplied by G/(G − 1).</param>
    public double[]? OfClusters(GroupCodes clusters, bool isAdjusted = true)
    {
        var residuals = Residuals();
        var scores = Enumerable.Range(0, clusters.Count).Select(_ => new double[_n]).ToArray();
        var hasWeight = new double[clusters.Count];
        for (var i = 0; i < residuals.Length; i++)
        {
            var score = scores[clusters.Codes[i]];
            design.AddTransposed(new RowBlock(i, 1), residuals.AsSpan(i, 1), score.AsSpan(0, _n - 1));
            score[^1] += residuals[i];
            if (response.WeightOf(i) > 0) hasWeight[clusters.Codes[i]] = 1;
        }
        foreach (var score in scores) _ranks.Sum(score);
        _ranks.Maximum(hasWeight);
        var meat = new double[PackedSymmetric.Length(_n)];
        foreach (var score in scores)
        {
            columns.GradientToScaled(score);
            for (var i = 0; i < _n; i++) VectorKernels.AddScaled(meat.AsSpan(PackedSymmetric.Row(i), i + 1), score[i], score.AsSpan(0, i + 1));
        }
        // Clusters whose rows have no weight are not there.
        var count = VectorKernels.Sum(hasWeight);
        return Sandwich(meat, isAdjusted ? count / (count - 1) : 1);
    }

    private double TotalWeight => _ranks.Total(response.TotalWeight);

    private double[] Residuals()
    {
        var residuals = new double[design.Rows];
        Logistic.Probabilities(eta.Span, residuals);
        var y = response.Values.Span;
        for (var i = 0; i < residuals.Length; i++) residuals[i] = response.WeightOf(i) * (y[i] - residuals[i]);
        return residuals;
    }

    private double[]? Sandwich(double[] meat, double factor)
    {
        if (!hasIntercept) meat.AsSpan(PackedSymmetric.Row(_n - 1)).Clear();
        if (WaldTable.Covariance(_n, packedHessian, TotalWeight) is not { } bread) return null;
        var sandwich = new double[meat.Length];
        var (row, middle, last) = (new double[_n], new double[_n], new double[_n]);
        for (var i = 0; i < _n; i++)
        {
            for (var j = 0; j < _n; j++) row[j] = bread[PackedSymmetric.Index(i, j)];
            PackedSymmetric.Multiply(meat, row, middle);
            PackedSymmetric.Multiply(bread, middle, last);
            for (var j = 0; j <= i; j++) sandwich[PackedSymmetric.Index(i, j)] = factor * last[j];
        }
        return sandwich;
    }
}
