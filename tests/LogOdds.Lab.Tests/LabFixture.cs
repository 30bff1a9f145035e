using System.Net;
using System.Text;
using System.Text.Json;
using LogOdds.Lab;

namespace LogOdds.Tests;

/// <summary>A Lab on a free port, for all tests of a class.</summary>
public sealed class LabFixture : IAsyncLifetime
{
    private Lab? _lab;

    internal Lab Lab
    {
        get
        {
            Requires.Charts();
            return _lab!;
        }
    }

    public async ValueTask InitializeAsync() => _lab = Requires.HasCharts ? await Lab.Start(new LabOptions()) : null;

    public ValueTask DisposeAsync() => _lab?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>A Lab and somebody who asks it over HTTP.</summary>
internal sealed class Lab : IAsyncDisposable
{
    private readonly LabServer _server;

    private Lab(LabServer server) => (_server, Client) = (server, new HttpClient { BaseAddress = server.Address });

    public HttpClient Client { get; }

    public Uri Address => _server.Address;

    public static async Task<Lab> Start(LabOptions options)
    {
        Requires.Charts();
        return new Lab(await LabServer.StartAsync(options));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>An answer of the workbench, of whatever status.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Json)> Ask(string path)
    {
        using var response = await Client.GetAsync($"/api/workbench/{path}");
        return (response.StatusCode, await Json(response));
    }

    /// <summary>An answer that is expected to be one.</summary>
    public async Task<JsonElement> Get(string path)
    {
        var (status, json) = await Ask(path);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {status} {json}");
        return json;
    }

    /// <summary>A file of a fit.</summary>
    public Task<byte[]> Download(string path) => Client.GetByteArrayAsync($"/api/workbench/{path}");

    /// <summary>Sends a request, and reads no more of the answer than its head.</summary>
    public Task<HttpResponseMessage> Send(HttpRequestMessage request) => Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

    public Task<HttpResponseMessage> Post(string path, object question) =>
        Client.PostAsync($"/api/workbench/{path}", new StringContent(JsonSerializer.Serialize(question), Encoding.UTF8, "application/json"));

    public async Task<JsonElement> PostJson(string path, object question)
    {
        using var response = await Post(path, question);
        return await Json(response);
    }

    public async Task<(HttpStatusCode Status, JsonElement Json)> Upload(string name, string text)
    {
        using var response = await Client.PostAsync($"/api/workbench/tables?name={Uri.EscapeDataString(name)}", new StringContent(text));
        return (response.StatusCode, await Json(response));
    }

    /// <summary>Opens a file of the samples and gives its id.</summary>
    public async Task<string> Open(string sample)
    {
        var (status, table) = await Upload(sample, await File.ReadAllTextAsync(Repository.Sample(sample)));
        Assert.Equal(HttpStatusCode.OK, status);
        return table.GetProperty("id").GetString()!;
    }

    /// <summary>The events of a fit, in their order.</summary>
    public async Task<List<(string Kind, JsonElement Content)>> Events(object request)
    {
        using var response = await Post("fits", request);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var events = new List<(string, JsonElement)>();
        foreach (var text in (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = text.Split('\n');
            events.Add((lines.Single(line => line.StartsWith("event: ")).Substring(7), JsonDocument.Parse(lines.Single(line => line.StartsWith("data: ")).Substring(6)).RootElement));
        }
        return events;
    }

    /// <summary>A fit that is expected to be one.</summary>
    public async Task<JsonElement> Fit(object request)
    {
        var (kind, content) = (await Events(request))[^1];
        Assert.True(kind == "model", $"{kind}: {content}");
        return content;
    }

    private static async Task<JsonElement> Json(HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
}
