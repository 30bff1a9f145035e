using LogOdds.Lab.Figures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Workbench;

/// <summary>Rows that are fitted badly or that the fit hangs on.</summary>
internal sealed class InfluentialRows(WorkbenchStore store) : IWorkbenchPart
{
    // A panel of more columns than this is no panel.
    private const int MostColumns = 200;

    public void Map(RouteGroupBuilder workbench)
    {
        workbench.MapGet("/fits/{id}/rows", (string id) => Overview(store.Fit(id)));
        workbench.MapGet("/fits/{id}/rows/{place:int}", (string id, int place) => Row(store.Fit(id), place));
    }

    private static InfluenceFigures Overview(FittedModel fit) => InfluenceFigures.Of(fit.Diagnostics, fit.Rows.Train);

    private static object Row(FittedModel fit, int place)
    {
        var rows = fit.Diagnostics;
        if (place < 0 || place >= rows.Rows.Count) throw new ArgumentException($"There are rows 0 to {rows.Rows.Count - 1}.");
        var row = rows.Rows[place];
        return new
        {
            Figures = RowFigures.Of(rows, fit.Rows.Train, place),
            Values = fit.Rows.Train.Columns.Take(MostColumns).Select(column => (string[])[column.Name, column.TextAt(row)]),
        };
    }
}
