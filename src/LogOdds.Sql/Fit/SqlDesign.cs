using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Numerics;
using LogOdds.Objectives;

namespace LogOdds.Sql;

/// <summary>The rows of a query as a design.</summary>
/// <param name="rows">The rows.</param>
/// <param name="columns">The columns that are fitted.</param>
/// <param name="layout">The rows as values of SQL.</param>
/// <param name="written">The columns as SQL.</param>
internal sealed class SqlDesign(SqlRows rows, FittedColumns columns, SqlLayout layout, SqlDesignColumn[] written) : FitDesign(columns)
{
    /// <summary>The rows.</summary>
    public SqlRows Rows => rows;

    /// <summary>Sums over them.</summary>
    public SqlRowSums Sums => new(layout, written);

    /// <summary>The rows as values of SQL.</summary>
    public SqlLayout Layout => layout;

    /// <summary>The columns as SQL.</summary>
    public SqlDesignColumn[] Written => written;

    /// <inheritdoc/>
    public override List<AliasedColumn> Aliased() => Aliased(least: 0);

    /// <summary>The same where columns may be constant in the rows of weight above 0.</summary>
    /// <param name="least">The least sum of squares that a column is taken to have.</param>
    public List<AliasedColumn> Aliased(double least)
    {
        var p = written.Length;
        // What is left of a column in some of the rows is never more than what is left of it in all: a sample can acquit every column.
        if (AliasedColumns.SampleRowsFor(p) < layout.Rows / 2 && layout.HasSamples && layout.Sample(AliasedColumns.SampleRowsFor(p)) is { Rows: > 0 } sample
            && AliasedColumns.AllStandAlone(Gram(sample).Products, p, layout.Rows)) return [];
        var (packed, means) = Gram(layout);
        var (map, fromDesign, one) = (SqlDesignColumn.MapOf(written), Columns.FromDesign(Columns.Standard), Presence(layout));
        return AliasedColumns.Find(p, packed, means, beta =>
        {
            var left = new SqlValue("lo_v", layout.Linear(written, map.ToData(fromDesign.ToData(beta))));
            var sums = layout.Ask(written, [[new SqlValue("lo_i", one, IsPlain: true), left], [new SqlValue("lo_h", "lo_i * lo_v")]],
                [.. SqlSum.OfProducts("lo_h", p), "sum(lo_h)", "sum(lo_h * lo_v)"]);
            var gradient = sums[..^1];
            map.GradientToScaled(gradient);
            fromDesign.GradientToScaled(gradient);
            return (sums[^1], gradient);
        }, least);
    }

    /// <summary>The cross products of the columns, scaled, and with an intercept about their means in these rows.</summary>
    private (double[] Products, double[] Means) Gram(SqlLayout rowsOf)
    {
        var (p, fromDesign) = (written.Length, Columns.FromDesign(Columns.Standard));
        var packed = rowsOf.Ask(written, [[new SqlValue("lo_i", Presence(rowsOf), IsPlain: true)], [.. written.Select((_, j) => new SqlValue($"lo_z{j}", $"lo_i * {SqlLayout.Column(j)}"))]],
        [
            .. written.SelectMany((_, i) => SqlSum.OfProducts($"lo_z{i}", i + 1)),
            .. SqlSum.OfProducts("lo_i", p),
            "sum(lo_i)",
        ]);
        SqlDesignColumn.MapOf(written).HessianToScaled(packed);
        var means = packed.AsSpan(PackedSymmetric.Row(p), p).ToArray();
        VectorKernels.Scale(means, rows.Encoding.HasIntercept ? 1 / packed[^1] : 0);
        new Standardization(means, fromDesign.Scales).HessianToScaled(packed);
        for (var j = 0; rows.Encoding.HasIntercept && j < p; j++) means[j] = (means[j] - fromDesign.Centers[j]) / fromDesign.Scales[j];
        return (packed, means);
    }

    private static string Presence(SqlLayout rowsOf) => rowsOf.WhereWeighted(rowsOf.One, 0);

    /// <inheritdoc/>
    public override LinearObjective Objective(IDatafit datafit, Standardization map) => new(Sums, Columns.FromDesign(map), rows.Encoding.HasIntercept, threads: 1);

    /// <inheritdoc/>
    public override FirthObjective FirthObjective(Standardization map) => throw new NotSupportedException("Firth's penalty needs the leverages of rows.");

    /// <inheritdoc/>
    public override FitPoint At(double[] coefficients, Standardization map, bool isCurved)
    {
        var own = Columns.Own.ToScaled(coefficients);
        var (loss, gradient, hessian, others) = Sums.At(own, isCurved, SqlPoint.Sums(layout));
        var scale = Columns.FromDesign(map);
        VectorKernels.Scale(gradient, 1 / rows.TotalWeight);
        scale.GradientToScaled(gradient);
        if (!rows.Encoding.HasIntercept) gradient[^1] = 0;
        if (hessian is not null)
        {
            VectorKernels.Scale(hessian, 1 / rows.TotalWeight);
            scale.HessianToScaled(hessian);
            if (!rows.Encoding.HasIntercept)
            {
                hessian.AsSpan(PackedSymmetric.Row(written.Length)).Clear();
                hessian[^1] = 1;
            }
        }
        return new SqlPoint(this, own, others) { TotalLoss = loss, Gradient = gradient, PackedHessian = hessian };
    }
}
