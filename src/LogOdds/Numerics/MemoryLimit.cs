using System.Runtime.CompilerServices;

namespace LogOdds.Numerics;

/// <summary>
/// How much memory columns may take. What goes beyond is kept in temporary files that are mapped: memory like any other, of which the
/// system holds what is in use.
/// </summary>
/// <param name="bytes">What the process may hold.</param>
/// <param name="folder">Where temporary files are made.</param>
internal sealed class MemoryLimit(long bytes, string folder)
{
    // The rest is for what is computed: vectors of an entry a row, sums, and the mapped pages in use.
    private const double ShareOfColumns = 0.25;

    // The runtime and its code, whatever is computed.
    private const long Own = 100_000_000;

    private readonly List<(WeakReference Array, long Bytes)> _arrays = [];

    /// <summary>The limit of the process; null for none.</summary>
    public static MemoryLimit? Current { get; private set; }

    /// <summary>The bytes that the process may hold.</summary>
    public long Bytes => bytes;

    /// <summary>Where temporary files are made.</summary>
    public string Folder => folder;

    /// <summary>Sets the limit of the process; null for none.</summary>
    public static void Set(MemoryLimit? limit)
    {
        Current = limit;
        MappedPages.Limit = limit?.Bytes ?? 0;
    }

    /// <summary>Memory for numbers of any content: an array as long as there is room, a mapped file beyond.</summary>
    /// <exception cref="IOException">The disk has no room for the file.</exception>
    public Memory<T> Allocate<T>(int length) where T : unmanaged
    {
        var needed = (long)length * Unsafe.SizeOf<T>();
        lock (_arrays)
        {
            _arrays.RemoveAll(one => !one.Array.IsAlive);
            if (_arrays.Sum(one => one.Bytes) + needed <= (bytes - Own) * ShareOfColumns)
            {
                var array = ColumnMemory.AllocateArray<T>(length);
                _arrays.Add((new WeakReference(array), needed));
                return array;
            }
        }
        return TemporaryFile.Map(folder, needed).Slice<T>(0, length);
    }
}
