using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace LogOdds.Numerics;

/// <summary>
/// Keeps the memory that the process holds under a limit: when little is left of it, all pages of mapped files are given back. Those
/// that are still in use come again from the system's own memory, at the cost of a fault for each sixteen; nobody who walks the
/// memory needs to know.
/// The collector knows nothing of the limit, so where arrays come near it, those that nobody needs any more are collected.
/// </summary>
/// <remarks>Systems other than Linux trim what a process holds by themselves.</remarks>
internal static class MappedPages
{
    // Memory is read at 20 GB/s at most: so much between two looks.
    private const int Interval = 4;

    // What is given back only to come again soon is not worth the giving.
    private const long Least = 16 << 20;

    private static readonly Lock Gate = new();
    private static readonly List<MappedFile> Files = [];
    private static long _limit;
    private static SafeFileHandle? _status;
    private static long _code;

    /// <summary>The bytes that the process may hold; 0 for any number.</summary>
    public static long Limit
    {
        get => Volatile.Read(ref _limit);
        set
        {
            lock (Gate)
            {
                Volatile.Write(ref _limit, value);
                Watch();
            }
        }
    }

    public static void Add(MappedFile file)
    {
        lock (Gate)
        {
            // What is mapped so far is code.
            if (Files.Count == 0 && _status is { } status) Volatile.Write(ref _code, Held(status).Mapped);
            Files.Add(file);
        }
    }

    public static void Remove(MappedFile file)
    {
        lock (Gate) Files.Remove(file);
    }

    /// <summary>Gives pages back where the limit is near: for those who walk fast, between two looks of the watch.</summary>
    public static void Trim()
    {
        if (_status is not { } status) return;
        var (all, mapped) = Held(status);
        var limit = Limit;
        // Half of what is left to them, for they come in by the hundred megabytes until the next look. Code is mapped as well, and stays.
        var code = Volatile.Read(ref _code);
        if (limit == 0 || mapped - code <= Math.Max(Least, (limit - (all - mapped) - code) / 2)) return;
        lock (Gate)
            foreach (var file in Files) file.GiveBack();
    }

    private static void Watch()
    {
        if (_status is not null || _limit == 0 || !OperatingSystem.IsLinux()) return;
        var status = File.OpenHandle("/proc/self/statm");
        _code = Held(status).Mapped;
        _status = status;
        // It goes on to the end of the process, for what is mapped once is mapped again.
        new Thread(Keep) { IsBackground = true, Name = "Mapped pages" }.Start();
    }

    private static void Keep()
    {
        var kept = 0L;
        while (true)
        {
            Thread.Sleep(Interval);
            Trim();
            Collect(ref kept);
        }
    }

    /// <summary>Collects arrays where a quarter of the limit is left, and again where what stayed has grown.</summary>
    private static void Collect(ref long kept)
    {
        var (all, mapped) = Held(_status!);
        if (Limit is not (> 0 and var limit) || all - mapped + _code <= limit / 4 * 3 || all - mapped < kept + Math.Max(Least, kept / 8)) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        (all, mapped) = Held(_status!);
        kept = all - mapped;
    }

    /// <summary>The bytes that the process holds: all, and those of mapped files.</summary>
    private static (long All, long Mapped) Held(SafeFileHandle status)
    {
        Span<byte> text = stackalloc byte[128];
        text = text[..RandomAccess.Read(status, text, 0)];
        Span<long> pages = stackalloc long[3];
        for (var k = 0; k < pages.Length; k++)
        {
            Utf8Parser.TryParse(text, out pages[k], out var read);
            text = text[Math.Min(text.Length, read + 1)..];
        }
        return (pages[1] * Environment.SystemPageSize, pages[2] * Environment.SystemPageSize);
    }
}
