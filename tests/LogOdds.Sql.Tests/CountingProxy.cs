using System.Net;
using System.Net.Sockets;

namespace LogOdds.Tests;

/// <summary>Stands between a client and a server on 127.0.0.1, counts what the server sends, and can cut all connections.</summary>
internal sealed class CountingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _clients = [];
    private long _received;

    public CountingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The bytes that came from the server.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    public void Cut()
    {
        lock (_lock)
        {
            foreach (var client in _clients) client.Dispose();
            _clients.Clear();
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        Cut();
    }

    private async Task Accept()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _server);
            lock (_lock) _clients.AddRange([client, server]);
            Connections++;
            _ = Pump(client, server, counts: false);
            _ = Pump(server, client, counts: true);
        }
    }

    private async Task Pump(TcpClient from, TcpClient to, bool counts)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is var count and > 0)
            {
                if (counts) Interlocked.Add(ref _received, count);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection was cut, or one side has gone.
        }
        from.Dispose();
        to.Dispose();
    }
}
