using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Lab.Workbench;
using LogOdds.Models;
using Microsoft.AspNetCore.Http;

namespace LogOdds.Lab;

/// <summary>Something that went wrong, for the page to show where it belongs.</summary>
/// <param name="Message">What, where and what to do, in words.</param>
/// <param name="Position">The character of a formula that it is about; null for none.</param>
internal sealed record Problem(string Message, int? Position = null)
{
    /// <summary>The problem an exception tells of; null for an error of our own.</summary>
    public static Problem? Of(Exception exception) => exception switch
    {
        FormulaException e => new Problem(e.Message, e.Position),
        UnusableDataException or NoAnswerException or ArgumentException or BadHttpRequestException or ForgottenException => new Problem(exception.Message),
        OutOfMemoryException => new Problem("The data do not fit the memory of this machine. Use fewer rows or columns."),
        _ => null,
    };

    /// <summary>An error that nothing is known to lead to.</summary>
    public static Problem OfOurOwn(Exception exception) => new($"An error of the Lab's own ({exception.GetType().Name}: {exception.Message}).");
}

/// <summary>Turns what the engine refuses into a message; everything else is an error of our own and says so.</summary>
internal sealed class ProblemWriter(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader has left.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var problem = Problem.Of(e);
            context.Response.StatusCode = e switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                ForgottenException => StatusCodes.Status404NotFound,
                _ when problem is null => StatusCodes.Status500InternalServerError,
                _ => StatusCodes.Status422UnprocessableEntity,
            };
            // What is left of a body that is too large is not waited for, so the connection cannot be used again.
            if (context.Response.StatusCode == StatusCodes.Status413PayloadTooLarge) context.Response.Headers.Connection = "close";
            await context.Response.WriteAsJsonAsync(problem ?? Problem.OfOurOwn(e));
        }
    }
}
