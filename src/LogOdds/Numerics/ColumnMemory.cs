using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>
/// Memory for columns and for the entries of sparse ones. The system is asked to back large arrays with pages of two megabytes: filling a fresh column on pages of four
/// kilobytes takes longer than computing what goes into it.
/// </summary>
internal static class ColumnMemory
{
    // Shorter columns are arrays under any limit.
    private const long Short = 1 << 16;

    /// <summary>Memory of any content: an array, or a mapped file where the memory of the process is limited and this would go beyond.</summary>
    public static Memory<T> Allocate<T>(int length) where T : unmanaged =>
        MemoryLimit.Current is { } limit && (long)length * Unsafe.SizeOf<T>() > Short ? limit.Allocate<T>(length) : AllocateArray<T>(length);

    /// <summary>An array of any content.</summary>
    public static T[] AllocateArray<T>(int length) where T : unmanaged
    {
        var bytes = (long)length * Unsafe.SizeOf<T>();
        if (!OperatingSystem.IsLinux() || bytes < 2 * PageAdvice.HugePage) return GC.AllocateUninitializedArray<T>(length);
        var array = GC.AllocateUninitializedArray<T>(length, pinned: true);
        var start = (long)Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        var (first, end) = ((start + PageAdvice.HugePage - 1) / PageAdvice.HugePage * PageAdvice.HugePage, (start + bytes) / PageAdvice.HugePage * PageAdvice.HugePage);
        PageAdvice.HugePages((nint)first, end - first);
        return array;
    }
}
