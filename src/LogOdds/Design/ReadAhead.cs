using System.Runtime.InteropServices;
using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>
/// Asks the system for the rows of mapped columns that a walk comes to next, while it is busy with those before. A walk is what takes
/// blocks of rows one behind the other on a thread; rows that are picked here and there ask for nothing.
/// </summary>
internal sealed class ReadAhead
{
    // What is asked for at a time, of all columns together and of one at least.
    private const long StretchBytes = 1 << 25;
    private const int LeastRows = 1 << 11;
    private const int MostRows = 1 << 16;

    // A row that is picked alone brings this much of each column into the process.
    private const long Faulted = 1 << 16;
    private const long TrimBytes = 1 << 24;

    [ThreadStatic]
    private static Walk _walk;

    private readonly int _rows;
    private readonly int _stretch;
    private readonly (nint Start, int Width)[] _columns;

    private ReadAhead(int rows, (nint Start, int Width)[] columns)
    {
        (_rows, _columns) = (rows, columns);
        _stretch = (int)Math.Clamp(StretchBytes / columns.Sum(column => column.Width), LeastRows, MostRows);
    }

    /// <summary>Reads ahead in columns of numbers and of codes, where they are mapped; null where none is.</summary>
    public static ReadAhead? Of<TElement>(int rows, IEnumerable<ReadOnlyMemory<TElement>> numbers, IEnumerable<ReadOnlyMemory<int>> codes) where TElement : unmanaged
    {
        (nint Start, int Width)[] mapped = [.. numbers.Select(Place).Concat(codes.Select(Place)).Where(place => place.Start != 0)];
        return mapped.Length == 0 ? null : new ReadAhead(rows, mapped);
    }

    /// <summary>Says that the thread goes on to these rows.</summary>
    public void Reach(RowBlock rows)
    {
        ref var walk = ref _walk;
        // Each block is taken more than once: multiplied, then multiplied back.
        if (ReferenceEquals(walk.Owner, this) && walk.End == rows.End) return;
        if (!ReferenceEquals(walk.Owner, this) || walk.End != rows.Start)
        {
            walk = new Walk(this, rows.End, rows.End, walk.Touched + _columns.Length * Faulted);
            if (walk.Touched < TrimBytes) return;
            MappedPages.Trim();
            walk.Touched = 0;
        }
        else
        {
            walk.End = rows.End;
            var wanted = (int)Math.Min(_rows, ((long)rows.End / _stretch + 2) * _stretch);
            if (wanted <= walk.Asked) return;
            Ask(Math.Max(walk.Asked, rows.End), wanted);
            walk.Asked = wanted;
        }
    }

    private void Ask(int first, int end)
    {
        MappedPages.Trim();
        var page = Environment.SystemPageSize;
        foreach (var (start, width) in _columns)
        {
            var from = (start + (nint)first * width) / page * page;
            PageAdvice.WillNeed(from, start + (nint)end * width - from);
        }
    }

    private static (nint Start, int Width) Place<T>(ReadOnlyMemory<T> column) where T : unmanaged =>
        MemoryMarshal.TryGetMemoryManager<T, MappedMemory<T>>(column, out var mapped, out var offset, out _)
            ? (mapped.Start + offset * Marshal.SizeOf<T>(), Marshal.SizeOf<T>()) : default;

    /// <summary>Where a thread is, and up to where it has asked.</summary>
    /// <param name="Owner">The columns that it walks.</param>
    /// <param name="End">The row behind its last block.</param>
    /// <param name="Asked">The row up to which it has asked.</param>
    /// <param name="Touched">The bytes that have come in with rows here and there since memory was last looked at.</param>
    private record struct Walk(ReadAhead? Owner, int End, int Asked, long Touched);
}
