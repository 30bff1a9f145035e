using System.Net.Sockets;
using LogOdds.Data;
using LogOdds.Lab.Chapters;
using LogOdds.Lab.Workbench;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LogOdds.Lab;

/// <summary>
/// The Lab as a server on this machine: the page, and the engine's answers to it. Data that are opened stay in memory and are
/// forgotten when it is disposed of.
/// <code>await using var lab = await LabServer.StartAsync(new LabOptions());</code>
/// </summary>
public sealed class LabServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LabServer(WebApplication app, Uri address) => (_app, Address) = (app, address);

    /// <summary>Where the page is.</summary>
    public Uri Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="UnusableDataException">The charts are missing, the file cannot be read, or the port is taken.</exception>
    public static async Task<LabServer> StartAsync(LabOptions options, CancellationToken cancellation = default)
    {
        Page.RequireCharts();
        var parts = WorkbenchParts.Of(options);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, WebRootPath = Page.Root });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxUploadBytes;
            // A page with many moved points has a long address.
            kestrel.Limits.MaxRequestLineSize = 64 * 1024;
            kestrel.Listen(options.Address, options.Port);
        });
        builder.Services.ConfigureHttpJsonOptions(json => LabJson.Configure(json.SerializerOptions));
        var app = builder.Build();
        app.UseMiddleware<RequestGuard>(options.Address);
        app.UseMiddleware<ProblemWriter>();
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Page.Root),
            OnPrepareResponse = static file => file.Context.Response.Headers.CacheControl = "no-cache",
        });
        var api = app.MapGroup("/api");
        foreach (var chapter in Course.Chapters) chapter.Map(api.MapGroup(chapter.Name));
        api.MapGet("/points.csv", PointsFile.Write);
        var workbench = api.MapGroup("/workbench");
        foreach (var part in parts) part.Map(workbench);
        // Every other address is a chapter's; the page finds out which.
        app.MapGet("/api/{**unknown}", () => Results.NotFound());
        app.MapFallback("{*chapter:nonfile}", () => Results.File(Page.PathOf("index.html"), "text/html; charset=utf-8"));
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException or SocketException)
        {
            await app.DisposeAsync();
            throw new UnusableDataException($"port {options.Port} is taken", remedy: "Choose another with --port, or 0 for any that is free.", inner: e);
        }
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        _ = WarmUp(address, app.Lifetime.ApplicationStopping);
        return new LabServer(app, address);
    }

    /// <summary>Asks what the first chapter will ask: code that has run once answers at once when the reader's browser has opened.</summary>
    private static async Task WarmUp(Uri address, CancellationToken stopping)
    {
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            foreach (var path in (string[])["/", "/js/app.js", "/api/line?hours=4.5"]) _ = await client.GetByteArrayAsync(path, stopping);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // The Lab has been stopped again, or listens where it cannot call itself; the first page is then a little later.
        }
    }

    /// <summary>Waits until the process is told to stop.</summary>
    public Task WaitAsync(CancellationToken cancellation = default) => _app.WaitForShutdownAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
