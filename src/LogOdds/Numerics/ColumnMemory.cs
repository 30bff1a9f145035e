using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>
/// Arrays for columns and for the entries of sparse ones. The system is asked to back large ones with pages of two megabytes: filling a fresh column on pages of four
/// kilobytes takes longer than computing what goes into it.
/// </summary>
internal static class ColumnMemory
{
    private const long HugePage = 1 << 21;
    private const int AdviseHugePages = 14;

    /// <summary>An array of any content.</summary>
    public static T[] Allocate<T>(int length) where T : unmanaged
    {
        var bytes = (long)length * Unsafe.SizeOf<T>();
        if (!OperatingSystem.IsLinux() || bytes < 2 * HugePage) return GC.AllocateUninitializedArray<T>(length);
        var array = GC.AllocateUninitializedArray<T>(length, pinned: true);
        var start = (long)Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        var (first, end) = ((start + HugePage - 1) / HugePage * HugePage, (start + bytes) / HugePage * HugePage);
        // Advice only: where it is not taken, pages are small and all else is the same.
        if (end > first) _ = Advise((nint)first, (nuint)(end - first), AdviseHugePages);
        return array;
    }

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(nint address, nuint length, int advice);
}
