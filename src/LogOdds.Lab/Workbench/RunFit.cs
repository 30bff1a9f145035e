using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Workbench;

/// <summary>Fits while the page watches: each iteration is an event, then comes the model, or what the engine refused.</summary>
internal sealed class RunFit(WorkbenchStore store, LabOptions options) : IWorkbenchPart
{
    public void Map(RouteGroupBuilder workbench) => workbench.MapPost("/fits", (FitRequest request, HttpContext context) => EventStream.Of(context, (tell, ends) =>
    {
        var fit = FittedModel.Fit(store.Table(request.Table), request, request.Options with
        {
            Cancellation = ends,
            Trace = record => tell("iteration", new { record.Iteration, record.Objective, record.GradientNorm, record.Passes, record.Seconds }),
        });
        ends.ThrowIfCancellationRequested();
        tell("model", ModelView.Of(store.Keep(fit)));
    }, options.TimeLimit));
}
