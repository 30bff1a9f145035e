using System.Collections.Concurrent;
using System.Threading.Channels;

namespace LogOdds.Numerics;

/// <summary>Brings pages of mapped files into memory while others compute.</summary>
internal static class PageReader
{
    // While one waits for the disk, the disk has something to do.
    private const int Threads = 3;

    private static readonly Channel<(nint Start, long Length, bool IsHuge)> Asked = Channel.CreateUnbounded<(nint, long, bool)>();
    // Walks that lie close together ask for the same pages: it is of no use for two to wait for one.
    private static readonly ConcurrentDictionary<nint, byte> UnderWay = new();

    private static int _isStarted;

    /// <summary>Asks for pages; they come when they come.</summary>
    /// <param name="start">Where they begin in memory.</param>
    /// <param name="length">Their bytes.</param>
    /// <param name="isHuge">Whether huge pages have been asked for there: one byte then brings two megabytes.</param>
    public static void Ask(nint start, long length, bool isHuge)
    {
        if (!OperatingSystem.IsLinux()) return;
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
            for (var k = 0; k < Threads; k++) new Thread(Read) { IsBackground = true, Name = "Page reader" }.Start();
        Asked.Writer.TryWrite((start, length, isHuge));
    }

    private static void Read()
    {
        while (Asked.Reader.WaitToReadAsync().AsTask().Result)
            while (Asked.Reader.TryRead(out var asked))
            {
                var (start, length, isHuge) = asked;
                if (!isHuge)
                {
                    PageAdvice.WillNeed(start, length);
                    continue;
                }
                const nint page = (nint)PageAdvice.HugePage;
                for (var (at, end) = (start, start + (nint)length); at < end; at = (at / page + 1) * page)
                {
                    if (!UnderWay.TryAdd(at / page, 0)) continue;
                    PageAdvice.Bring(at);
                    UnderWay.TryRemove(at / page, out _);
                }
            }
    }
}
