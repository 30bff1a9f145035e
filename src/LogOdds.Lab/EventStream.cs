using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace LogOdds.Lab;

/// <summary>Work that tells of itself while it runs, as server-sent events. It ends when the reader leaves, or when its time is over.</summary>
internal static class EventStream
{
    // A slow reader holds the work back instead of filling the memory.
    private const int MostWaiting = 64;

    /// <summary>Work of an event stream: it tells of named events, and is told to end.</summary>
    public delegate void Work(Action<string, object> tell, CancellationToken ends);

    /// <summary>Runs work beside a request; what it tells is sent as it comes, and what stops it as an event <c>problem</c>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="work">The work.</param>
    /// <param name="limit">How long it may take; null for as long as the reader stays.</param>
    public static IResult Of(HttpContext context, Work work, TimeSpan? limit = null) =>
        TypedResults.ServerSentEvents(Events(work, limit ?? Timeout.InfiniteTimeSpan, context.RequestAborted));

    private static async IAsyncEnumerable<SseItem<object>> Events(Work work, TimeSpan limit, [EnumeratorCancellation] CancellationToken left)
    {
        var events = Channel.CreateBounded<SseItem<object>>(MostWaiting);
        using var late = new CancellationTokenSource(limit);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(left, late.Token);
        var running = Task.Run(() => Run(work, events.Writer, limit, late.Token, left, ends.Token), CancellationToken.None);
        try
        {
            await foreach (var item in events.Reader.ReadAllAsync(left)) yield return item;
        }
        finally
        {
            await ends.CancelAsync();
            await running;
        }
    }

    private static async Task Run(Work work, ChannelWriter<SseItem<object>> events, TimeSpan limit, CancellationToken late, CancellationToken left, CancellationToken ends)
    {
        Problem? problem = null;
        try
        {
            work((kind, content) => events.WriteAsync(new SseItem<object>(content, kind), ends).AsTask().GetAwaiter().GetResult(), ends);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            problem = new Problem($"This took longer than {limit.TotalSeconds:0.#} seconds and was stopped. Use fewer columns or rows, or the command, which has no limit.");
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any more.
        }
        catch (Exception e)
        {
            problem = Problem.Of(e) ?? Problem.OfOurOwn(e);
        }
        try
        {
            if (problem is not null) await events.WriteAsync(new SseItem<object>(problem, "problem"), left);
        }
        catch (OperationCanceledException)
        {
            // Nor to this.
        }
        events.Complete();
    }
}
