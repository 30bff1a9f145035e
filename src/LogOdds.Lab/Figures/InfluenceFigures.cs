using LogOdds.Data;
using LogOdds.Inference;

namespace LogOdds.Lab.Figures;

/// <summary>A row of a fit: where it stands and how it is fitted.</summary>
/// <param name="Place">Its place among the rows that were used.</param>
/// <param name="Where">Its place in the file.</param>
/// <param name="Response">The class as 0 or 1, or the share of successes.</param>
/// <param name="Fitted">The fitted probability.</param>
/// <param name="Leverage">Its leverage.</param>
/// <param name="Studentized">The studentized residual.</param>
/// <param name="Deviance">The standardized deviance residual.</param>
/// <param name="Cook">Cook's distance.</param>
internal sealed record RowFigures(int Place, string Where, double Response, double Fitted, double Leverage, double Studentized, double Deviance, double Cook)
{
    public static RowFigures Of(RowDiagnostics rows, Table table, int place) => new(place, table.Describe(rows.Rows[place]), rows.Response[place], rows.Fitted[place],
        rows.Leverages[place], rows.StudentizedResiduals[place], rows.StandardizedDevianceResiduals[place], rows.CooksDistances[place]);
}

/// <summary>Residuals and influence, as points to be drawn.</summary>
/// <param name="Rows">The rows that were used.</param>
/// <param name="Points">Those that are drawn: place, leverage, studentized residual, Cook's distance, response.</param>
/// <param name="Top">The most influential, by Cook's distance.</param>
internal sealed record InfluenceFigures(int Rows, IReadOnlyList<double[]> Points, IReadOnlyList<RowFigures> Top)
{
    private const int Listed = 20;

    // Of many rows those that matter are drawn always, and of the others a sample.
    private const int AlwaysDrawn = 200;

    public static InfluenceFigures Of(RowDiagnostics rows, Table table)
    {
        var count = rows.Rows.Count;
        var byInfluence = Enumerable.Range(0, count).OrderByDescending(i => rows.CooksDistances[i]).Take(count <= Drawn.MostPoints ? count : AlwaysDrawn).ToArray();
        var drawn = count <= Drawn.MostPoints ? byInfluence : [.. byInfluence.Concat(Drawn.Places(count, Drawn.MostPoints)).Distinct().Take(Drawn.MostPoints)];
        return new InfluenceFigures(count,
            [.. drawn.Select(i => (double[])[i, rows.Leverages[i], rows.StudentizedResiduals[i], rows.CooksDistances[i], rows.Response[i]])],
            [.. byInfluence.Take(Listed).Select(i => RowFigures.Of(rows, table, i))]);
    }
}
