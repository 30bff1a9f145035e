using System.Net.ServerSentEvents;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace LogOdds.Lab;

/// <summary>Work that tells of itself while it runs, as server-sent events. It is cancelled when the reader leaves.</summary>
internal static class EventStream
{
    /// <summary>Runs the work beside the request; what it emits is sent as it comes, and what stops it as an event <c>problem</c>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="work">The work: it is given a way to emit a named event, and told when the reader has left.</param>
    public static IResult Of(HttpContext context, Action<Action<string, object>, CancellationToken> work)
    {
        var channel = Channel.CreateBounded<SseItem<object>>(new BoundedChannelOptions(64) { SingleReader = true, SingleWriter = true });
        var left = context.RequestAborted;
        _ = Task.Run(() =>
        {
            // A slow reader holds the work back instead of filling the memory.
            void Emit(string kind, object content) => channel.Writer.WriteAsync(new SseItem<object>(content, kind), left).AsTask().GetAwaiter().GetResult();
            try
            {
                work(Emit, left);
            }
            catch (OperationCanceledException)
            {
                // The reader has left.
            }
            catch (Exception e)
            {
                channel.Writer.TryWrite(new SseItem<object>(Problem.Of(e) ?? new Problem($"An error of the Lab's own ({e.GetType().Name}: {e.Message})."), "problem"));
            }
            finally
            {
                channel.Writer.TryComplete();
            }
        }, CancellationToken.None);
        return TypedResults.ServerSentEvents(channel.Reader.ReadAllAsync(left));
    }
}
