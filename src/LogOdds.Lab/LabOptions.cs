using System.Net;

namespace LogOdds.Lab;

/// <summary>How the Lab is served.</summary>
public sealed record LabOptions
{
    /// <summary>The address to listen on; this machine alone unless set.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>A file to open in the workbench, as a path or the name of a built-in data set; null for none.</summary>
    public string? Data { get; init; }

    /// <summary>The largest upload, in bytes; 1 GiB unless set.</summary>
    public long MaxUploadBytes { get; init; } = 1L << 30;

    /// <summary>The most rows of an upload; 5 million unless set.</summary>
    public int MaxRows { get; init; } = 5_000_000;

    /// <summary>How long a fit or an analysis may take; 5 minutes unless set.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(5);
}
