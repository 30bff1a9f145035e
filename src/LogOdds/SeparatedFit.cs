using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;

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
        return new SeparationReport(words, named, separation.IsComplete, SeparationWarning.Moves(terms, direction, _encoding.HasIntercept), separation.RowsGaining,
            [.. Enumerable.Range(0, raw.Rows).Where(row => separation.IsGaining[row]).Take(SeparationReport.MaxFirstRows)]);
    }

    /// <inheritdoc/>
    public double[]? AddLimits(CoefficientLines lines, CoefficientTable table)
    {
        var limit = InfiniteCoefficients.Of(separation, design, columns.FromDesign(columns.Standard), columns.Standard, data.Response, _encoding.HasIntercept, threads);
        var left = FittedColumns.Of([.. limit.Determined.Select(j => columns.Kept[j])], moments, _encoding);
        return SeparationLimits.Add(limit.Limits, limit.Determined, left, _encoding.HasIntercept, lines, table, () =>
            (new LinearObjective(left.DesignOf(data.Data, threads), data.Response with { Weights = limit.Remaining }, new Logistic(), left.FromDesign(left.Standard), threads, _encoding.HasIntercept), VectorKernels.Sum(limit.Remaining)));
    }
}
