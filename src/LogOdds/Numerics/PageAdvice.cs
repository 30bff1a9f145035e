using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>What the system is told about pages of memory. Advice only: where it is not taken, all else is the same.</summary>
internal static class PageAdvice
{
    private const int AnyOrderAdvice = 1;
    private const int WillNeedAdvice = 3;
    private const int NotNeededAdvice = 4;
    private const int HugePagesAdvice = 14;
    private const int BringAdvice = 22;

    /// <summary>The bytes of a huge page.</summary>
    public const long HugePage = 1 << 21;

    /// <summary>Asks for huge pages.</summary>
    public static void HugePages(nint start, long length) => Give(start, length, HugePagesAdvice);

    /// <summary>Says that what is needed of a mapped file will be asked for, so that nothing is read around it.</summary>
    public static void AnyOrder(nint start, long length) => Give(start, length, AnyOrderAdvice);

    /// <summary>Says that pages of a mapped file will be read soon.</summary>
    public static void WillNeed(nint start, long length) => Give(start, length, WillNeedAdvice);

    /// <summary>Brings the page of a byte in, as reading the byte would, and waits for it; but memory that is no more does no harm.</summary>
    public static void Bring(nint at) => Give(at, 1, BringAdvice);

    /// <summary>Gives pages of a mapped file back: the system goes on holding them as long as it likes, the process does not.</summary>
    public static void NotNeeded(nint start, long length) => Give(start, length, NotNeededAdvice);

    // All pages that the bytes touch.
    private static void Give(nint start, long length, int advice)
    {
        if (length <= 0 || !OperatingSystem.IsLinux()) return;
        var page = start / Environment.SystemPageSize * Environment.SystemPageSize;
        _ = Advise(page, (nuint)(start - page + length), advice);
    }

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(nint start, nuint length, int advice);
}
