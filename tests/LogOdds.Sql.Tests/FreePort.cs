using System.Net;
using System.Net.Sockets;

namespace LogOdds.Tests;

/// <summary>Ports of 127.0.0.1 that nothing listens on.</summary>
internal static class FreePort
{
    /// <summary>Some of them, all different.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners) listener.Stop();
        return ports;
    }
}
