using System.Globalization;
using System.Runtime.InteropServices;

namespace LogOdds.Bench.Results;

/// <summary>What the figures were taken on.</summary>
internal sealed record Machine(string Processor, int Cores, double MemoryGigabytes, string System, string Runtime)
{
    public static Machine Current() => new(
        Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
        Field("/etc/os-release", "PRETTY_NAME")?.Trim('"') ?? RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    /// <summary>The largest resident size of this process so far; null where the system does not tell.</summary>
    public static long? PeakBytes() => Field("/proc/self/status", "VmHWM") is { } text
        ? long.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture) * 1024
        : null;

    private static string? Field(string path, string key)
    {
        if (!File.Exists(path)) return null;
        var line = File.ReadLines(path).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return line?[(line.IndexOfAny([':', '=']) + 1)..].Trim();
    }
}
