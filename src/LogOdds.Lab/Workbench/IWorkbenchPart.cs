using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Workbench;

/// <summary>One thing that the workbench does: endpoints over tables and fits in memory. They hold no mathematics; figures are the library's.</summary>
internal interface IWorkbenchPart
{
    /// <summary>Adds the endpoints, under <c>/api/workbench</c>.</summary>
    void Map(RouteGroupBuilder workbench);
}
