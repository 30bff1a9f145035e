using System.Runtime.InteropServices;
using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>
/// Asks the system for the rows of mapped columns that a walk comes to next, while it is busy with those before. A walk is what takes
/// blocks of rows one behind the other on a thread, or nearly so; of rows that are picked far apart, it asks for these alone.
/// </summary>
internal sealed class ReadAhead
{
    // Where memory has room for a few huge pages of each column, these are what is read: as fast as the disk can, at the least cost.
    private const int HugePagesAtATime = 4;

    // Otherwise, what is asked for at a time, of all columns together and of one at least.
    private const long StretchBytes = 1 << 26;
    private const int LeastRows = 1 << 12;
    private const int MostRows = 1 << 17;

    // While one stretch is walked, the next is there and those after it on their way.
    private const int Stretches = 3;

    // Reading this many rows that are passed over takes no longer than leaving them out.
    private const int Near = 1 << 13;

    // A row that is picked alone brings this much of each column into the process.
    private const long Faulted = 1 << 16;
    private const long TrimBytes = 1 << 24;

    [ThreadStatic]
    private static Walk _walk;

    [ThreadStatic]
    private static (int End, int Next) _route;

    private readonly int _rows;
    private readonly int _step;
    private readonly bool _isHuge;
    private readonly (nint Start, int Width)[] _columns;

    private ReadAhead(int rows, (nint Start, int Width)[] columns)
    {
        (_rows, _columns) = (rows, columns);
        var room = MappedPages.Limit is > 0 and var limit ? limit : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        _isHuge = columns.Length * HugePagesAtATime * PageAdvice.HugePage <= room;
        _step = _isHuge ? (int)(PageAdvice.HugePage / sizeof(double) / 4) : (int)Math.Clamp(StretchBytes / columns.Sum(column => column.Width), LeastRows, MostRows);
        foreach (var (start, width) in columns)
        {
            PageAdvice.AnyOrder(start, (long)rows * width);
            if (_isHuge) PageAdvice.HugePages(start, (long)rows * width);
        }
    }

    /// <summary>Reads ahead in columns of numbers and of codes, where they are mapped; null where none is.</summary>
    public static ReadAhead? Of<TElement>(int rows, IEnumerable<ReadOnlyMemory<TElement>> numbers, IEnumerable<ReadOnlyMemory<int>> codes) where TElement : unmanaged
    {
        (nint Start, int Width)[] mapped = [.. numbers.Select(Place).Concat(codes.Select(Place)).Where(place => place.Start != 0)];
        return mapped.Length == 0 ? null : new ReadAhead(rows, mapped);
    }

    /// <summary>Says that the thread walks up to a row, and most likely goes on at another: without that, a walk that jumps would wait for the disk each time.</summary>
    /// <param name="end">The row behind the last.</param>
    /// <param name="next">Where it goes on; −1 where it does not.</param>
    public static void Route(int end, int next) => _route = (end, next);

    /// <summary>Says that the thread goes on to these rows.</summary>
    public void Reach(RowBlock rows)
    {
        ref var walk = ref _walk;
        // Each block is taken more than once: multiplied, then multiplied back.
        var isSame = ReferenceEquals(walk.Owner, this);
        if (isSame && walk.End == rows.End) return;
        var passedOver = rows.Start - walk.End;
        if (isSame && (passedOver is >= 0 and <= Near || rows.Start == walk.Next))
        {
            var isJump = passedOver is < 0 or > Near;
            if (isJump) walk = walk with { Asked = walk.Next + walk.AskedOfNext, Next = -1, AskedOfNext = 0 };
            walk.End = rows.End;
            AskAhead(ref walk);
            return;
        }
        walk = new Walk(this, rows.End, rows.End, -1, 0, walk.Touched + _columns.Length * Faulted);
        foreach (var (start, width) in _columns) PageAdvice.WillNeed(start + (nint)rows.Start * width, (long)rows.Count * width);
        if (walk.Touched < TrimBytes) return;
        MappedPages.Trim();
        walk.Touched = 0;
    }

    /// <summary>Asks for what the walk comes to, up to its end and then from where it goes on.</summary>
    private void AskAhead(ref Walk walk)
    {
        var (end, next) = _route.End >= walk.End && _route.End <= _rows ? _route : (_rows, -1);
        var wanted = (long)(walk.End / _step + Stretches) * _step;
        var inRun = (int)Math.Min(end, wanted);
        var isTrimmed = false;
        if (inRun > walk.Asked)
        {
            MappedPages.Trim();
            isTrimmed = true;
            Ask(Math.Max(walk.Asked, walk.End), inRun);
            walk.Asked = inRun;
        }
        if (wanted <= end || next < 0 || next >= _rows) return;
        if (walk.Next != next) (walk.Next, walk.AskedOfNext) = (next, 0);
        var ofNext = (int)Math.Min(wanted - end, _rows - walk.Next);
        if (ofNext <= walk.AskedOfNext) return;
        if (!isTrimmed) MappedPages.Trim();
        Ask(walk.Next + walk.AskedOfNext, walk.Next + ofNext);
        walk.AskedOfNext = ofNext;
    }

    private void Ask(int first, int end)
    {
        foreach (var (start, width) in _columns) PageReader.Ask(start + (nint)first * width, (long)(end - first) * width, _isHuge);
    }

    private static (nint Start, int Width) Place<T>(ReadOnlyMemory<T> column) where T : unmanaged =>
        MemoryMarshal.TryGetMemoryManager<T, MappedMemory<T>>(column, out var mapped, out var offset, out _)
            ? (mapped.Start + offset * Marshal.SizeOf<T>(), Marshal.SizeOf<T>()) : default;

    /// <summary>Where a thread is.</summary>
    /// <param name="Owner">The columns that it walks.</param>
    /// <param name="End">The row behind its last block.</param>
    /// <param name="Asked">The row up to which it has asked.</param>
    /// <param name="Next">Where it goes on after the run that it is in; −1 where that is not known.</param>
    /// <param name="AskedOfNext">The rows that it has asked for there.</param>
    /// <param name="Touched">The bytes that have come in with rows here and there since memory was last looked at.</param>
    private record struct Walk(ReadAhead? Owner, int End, int Asked, int Next, int AskedOfNext, long Touched);
}
