using System.Net;
using Microsoft.AspNetCore.Http;

namespace LogOdds.Lab;

/// <summary>
/// Answers only pages of its own. A name that someone else has pointed at this machine (DNS rebinding) is told by the Host, a page of
/// another origin by Origin and Sec-Fetch-Site.
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, IPAddress address)
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!IsOwnHost(request.Host.Host)) return Refuse(context, "The Lab answers under its own address only.");
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)) return Refuse(context, "The Lab answers its own page only.");
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        // A link from elsewhere may open the page, but not ask the engine.
        if (site is "cross-site" or "same-site" && request.Path.StartsWithSegments("/api")) return Refuse(context, "The Lab answers its own page only.");
        return next(context);
    }

    private bool IsOwnHost(string host) => host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var asked)
        && (IPAddress.IsLoopback(address) ? IPAddress.IsLoopback(asked) : IsAny() || asked.Equals(address)));

    private bool IsAny() => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static Task Refuse(HttpContext context, string message)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync(message);
    }
}
