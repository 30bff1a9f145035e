using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Workbench;

/// <summary>Fits while the page watches: each iteration is an event, then comes the model, or what the engine refused.</summary>
internal sealed class RunFit(WorkbenchStore store, LabOptions options) : IWorkbenchPart
{
    public void Map(RouteGroupBuilder workbench) =>
        workbench.MapPost("/fits", (FitRequest request, HttpContext context) => TypedResults.ServerSentEvents(Run(request, context.RequestAborted)));

    private async IAsyncEnumerable<SseItem<object>> Run(FitRequest request, [EnumeratorCancellation] CancellationToken left)
    {
        var events = Channel.CreateUnbounded<SseItem<object>>();
        using var late = new CancellationTokenSource(options.TimeLimit);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(left, late.Token);
        var fit = Task.Run(() => Fit(request, events.Writer, ends.Token, late.Token), CancellationToken.None);
        try
        {
            await foreach (var item in events.Reader.ReadAllAsync(left)) yield return item;
        }
        finally
        {
            await ends.CancelAsync();
            await fit;
        }
    }

    private void Fit(FitRequest request, ChannelWriter<SseItem<object>> events, CancellationToken ends, CancellationToken late)
    {
        void Tell(string kind, object content) => events.TryWrite(new SseItem<object>(content, kind));
        try
        {
            var source = store.Table(request.Table);
            var fit = FittedModel.Fit(source, request, request.Options with
            {
                Cancellation = ends,
                Trace = record => Tell("iteration", new { record.Iteration, record.Objective, record.GradientNorm, record.Passes, record.Seconds }),
            });
            ends.ThrowIfCancellationRequested();
            Tell("model", ModelView.Of(store.Keep(fit)));
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            Tell("problem", new Problem($"The fit took longer than {options.TimeLimit.TotalSeconds:0.#} seconds and was stopped. Use fewer columns or rows, or the command, which has no limit."));
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
        catch (Exception e)
        {
            Tell("problem", Problem.Of(e) ?? Problem.OfOurOwn(e));
        }
        finally
        {
            events.Complete();
        }
    }
}
