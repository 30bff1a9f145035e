using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>What can be said of a fit whose classes are separated: the proof, which coefficients are at infinity, and what the others are in the limit.</summary>
/// <param name="data">The rows.</param>
/// <param name="separation">The proof.</param>
/// <param name="columns">The columns that are fitted.</param>
/// <param name="design">The design of them.</param>
/// <param name="raw">The columns as they are, with the origin 0.</param>
/// <param name="moments">Mean and spread of all columns.</param>
/// <param name="threads">How many cores to use at most; 0 for all.</param>
internal sealed class SeparatedFit(FitData data, Separation separation, FittedColumns columns, IDesign design, IDesign raw, ColumnMoments moments, int threads) : ISeparatedFit
{
    private readonly Encoding _encoding = data.Encoding;

    /// <inheritdoc/>
    public SeparationReport Report()
    {
        string[] terms = [.. columns.Kept.Select(j => _encoding.Terms[j])];
        var (words, named) = SeparationWarning.Describe(separation, columns.Standard, raw, data.Response, terms, _encoding.Response.Column);
        var direction = separation.Direction.ToArray();
        VectorKernels.Scale(direction, 1 / VectorKernels.MaxAbs(raw.LinearPredictors(direction, threads)));
        var moves = Enumerable.Range(0, terms.Length).Where(j => direction[j] != 0).Select(j => (terms[j], direction[j])).ToList();
        if (_encoding.HasIntercept && direction[^1] != 0) moves.Insert(0, (LogisticModel.InterceptTerm, direction[^1]));
        return new SeparationReport(words, named, separation.IsComplete, moves, separation.RowsGaining,
            [.. Enumerable.Range(0, raw.Rows).Where(row => separation.IsGaining[row]).Take(SeparationReport.MaxFirstRows)]);
    }

    /// <inheritdoc/>
    public double[]? AddLimits(CoefficientLines lines, CoefficientTable table)
    {
        var p = columns.Kept.Length;
        var limit = InfiniteCoefficients.Of(separation, design, columns.FromDesign(columns.Standard), columns.Standard, data.Response, _encoding.HasIntercept, threads);
        foreach (var k in table.Estimated) lines[table.LineOf(k)] = lines[table.LineOf(k)] with { Limit = limit.Limits[k] };
        if (table.Estimated.All(k => limit.Limits[k] != CoefficientLimit.Finite)) return null;

        var left = FittedColumns.Of([.. limit.Determined.Select(j => columns.Kept[j])], moments, _encoding);
        var remaining = new LinearObjective(left.DesignOf(data.Data, threads), data.Response with { Weights = limit.Remaining }, new Logistic(), left.FromDesign(left.Standard), threads, _encoding.HasIntercept);
        var result = new Newton().Solve(remaining, new NoPenalty(), new double[remaining.Dimension]);
        if (result.Status != SolverStatus.Converged) return null;
        var hessian = new double[PackedSymmetric.Length(remaining.Dimension)];
        remaining.Evaluate(result.Coefficients, new double[remaining.Dimension], hessian);
        if (WaldTable.Covariance(remaining.Dimension, hessian, VectorKernels.Sum(limit.Remaining)) is not { } packed) return null;
        var (estimates, covariance) = (left.Standard.ToData(result.Coefficients), left.Standard.CovarianceToData(packed));

        // From the columns that are left to all of them.
        int[] placeOf = [.. limit.Determined, p];
        var wide = new double[PackedSymmetric.Length(p + 1)];
        for (var i = 0; i < placeOf.Length; i++)
        {
            for (var j = 0; j <= i; j++) wide[PackedSymmetric.Index(placeOf[i], placeOf[j])] = covariance[PackedSymmetric.Index(i, j)];
            if (limit.Limits[placeOf[i]] != CoefficientLimit.Finite || (placeOf[i] == p && !_encoding.HasIntercept)) continue;
            var line = table.LineOf(placeOf[i]);
            lines[line] = table.WithErrors(lines[line] with { Estimate = estimates[i] }, covariance[PackedSymmetric.Index(i, i)]);
        }
        return wide;
    }
}
