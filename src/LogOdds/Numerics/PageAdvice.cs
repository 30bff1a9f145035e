using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>What the system is told about pages of memory. Advice only: where it is not taken, all else is the same.</summary>
internal static class PageAdvice
{
    private const int WillNeedAdvice = 3;
    private const int NotNeededAdvice = 4;
    private const int HugePagesAdvice = 14;

    /// <summary>Asks for pages of two megabytes.</summary>
    public static void HugePages(nint start, long length) => Give(start, length, HugePagesAdvice);

    /// <summary>Says that pages of a mapped file will be read soon.</summary>
    public static void WillNeed(nint start, long length) => Give(start, length, WillNeedAdvice);

    /// <summary>Gives pages of a mapped file back: the system goes on holding them as long as it likes, the process does not.</summary>
    public static void NotNeeded(nint start, long length) => Give(start, length, NotNeededAdvice);

    private static void Give(nint start, long length, int advice)
    {
        if (length > 0 && OperatingSystem.IsLinux()) _ = Advise(start, (nuint)length, advice);
    }

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(nint start, nuint length, int advice);
}
