using LogOdds.Datafits;
using LogOdds.Inference;
using LogOdds.Models;
using LogOdds.Numerics;

namespace LogOdds.Sql;

/// <summary>A fit whose classes are separated, of rows that nobody sees.</summary>
/// <param name="design">The rows as a design.</param>
/// <param name="separation">The proof.</param>
internal sealed class SqlSeparatedFit(SqlDesign design, SqlSeparation separation) : ISeparatedFit
{
    private FittedColumns Columns => design.Columns;

    /// <inheritdoc/>
    /// <remarks>Which rows gain first is not known here.</remarks>
    public SeparationReport Report()
    {
        var encoding = design.Rows.Encoding;
        var direction = Columns.Own.ToData(separation.Direction);
        string[] terms = [.. Columns.Kept.Select(j => encoding.Terms[j])];
        string[] named = [.. Enumerable.Range(0, terms.Length).Where(j => direction[j] != 0).OrderByDescending(j => Math.Abs(direction[j] * Columns.Standard.Scales[j])).Select(j => terms[j])];
        var words = SeparationWarning.InWords(encoding.Response.Column, separation.IsComplete, named, alone: named.Length == 1 ? 1 : 0, (long)separation.RowsGaining, design.Rows.Rows);
        VectorKernels.Scale(direction, 1 / separation.Largest);
        return new SeparationReport(words, named, separation.IsComplete, SeparationWarning.Moves(terms, direction, encoding.HasIntercept), (long)separation.RowsGaining, []);
    }

    /// <inheritdoc/>
    public double[]? AddLimits(CoefficientLines lines, CoefficientTable table)
    {
        var (rows, layout) = (design.Rows, design.Layout);
        var direction = Columns.Own.ToData(separation.Direction);
        // Rows that gain have no weight any more. Those at rest are moved by rounding at most.
        var along = layout.Written(design.Written, SqlDesignColumn.MapOf(design.Written).ToData(separation.Direction));
        var factor = $"(case when -({rows.Turn}) * {along} > {layout.Number(separation.LeastGain / 2)} then {layout.Number(0)} else {layout.One} end)";
        var weight = separation.RowsResting == 0 ? 0 : rows.LayoutOf(factor, 1).Ask([], [], [$"sum({SqlLayout.Weight})"])[0];
        var remaining = rows.LayoutOf(factor, weight);
        var aliased = separation.RowsResting == 0 ? null : rows.On(Columns, remaining).Aliased(separation.RowsResting);
        var (limits, determined) = InfiniteCoefficients.Of(direction, aliased, Columns.Standard, rows.Encoding.HasIntercept);
        var left = FittedColumns.Of([.. determined.Select(j => Columns.Kept[j])], rows.Moments, rows.Encoding);
        return SeparationLimits.Add(limits, determined, left, rows.Encoding.HasIntercept, lines, table, () => (rows.On(left, remaining).Objective(new Logistic(), left.Standard), weight));
    }
}
