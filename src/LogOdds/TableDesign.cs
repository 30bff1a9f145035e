using System.Buffers;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Inference;
using LogOdds.Objectives;

namespace LogOdds;

/// <summary>The rows of a table as a design.</summary>
/// <param name="rows">The rows.</param>
/// <param name="columns">The columns that are fitted.</param>
/// <param name="options">How they are fitted.</param>
internal sealed class TableDesign(TableRows rows, FittedColumns columns, FitOptions options) : FitDesign(columns)
{
    /// <summary>The columns, numbers about their means.</summary>
    public IDesign Design { get; } = columns.DesignOf(rows.Data.Data, options.Threads);

    /// <summary>The rows.</summary>
    public TableRows Rows => rows;

    private bool HasIntercept => rows.Encoding.HasIntercept;

    /// <inheritdoc/>
    public override List<AliasedColumn> Aliased() => AliasedColumns.Find(Design, Columns.FromDesign(Columns.Standard), rows.Response.Weights, HasIntercept, options.Threads, ranks: rows.Ranks);

    /// <inheritdoc/>
    public override LinearObjective Objective(IDatafit datafit, Standardization map) =>
        new(RankSums.Over(new DesignSums(Design, rows.Response, datafit, options.Threads), rows.Ranks), Columns.FromDesign(map), HasIntercept, options.Threads);

    /// <inheritdoc/>
    public override FirthObjective FirthObjective(Standardization map) => new(Design, rows.Response, Columns.FromDesign(map), options.Threads, HasIntercept);

    /// <inheritdoc/>
    public override FitPoint At(double[] coefficients, Standardization map, bool isCurved)
    {
        var raw = Columns.HasOrigins ? Designs.Create(rows.Data.Data, Columns.Kept, new double[Columns.Kept.Length]) : Design;
        var eta = ArrayPool<double>.Shared.Rent(Design.Rows);
        var check = FitCheck.Evaluate(raw, Design, Columns.FromDesign(map), coefficients, rows.Response, eta.AsMemory(0, Design.Rows), options.Threads, isCurved, HasIntercept, rows.Ranks);
        return new TablePoint(this, raw, coefficients, map, eta, options) { TotalLoss = check.TotalLoss, Gradient = check.Gradient, PackedHessian = check.PackedHessian };
    }
}
