using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>Where a stretch of rows begins in four columns that are walked together; past the last column stands the last.</summary>
internal readonly ref struct ColumnGroup<TElement> where TElement : unmanaged
{
    public readonly ref TElement X0, X1, X2, X3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ColumnGroup(ReadOnlySpan<ReadOnlyMemory<TElement>> columns, int first, int start, int rows)
    {
        var last = columns.Length - 1;
        X0 = ref Begin(columns[first], start, rows);
        X1 = ref Begin(columns[Math.Min(first + 1, last)], start, rows);
        X2 = ref Begin(columns[Math.Min(first + 2, last)], start, rows);
        X3 = ref Begin(columns[Math.Min(first + 3, last)], start, rows);
    }

    private static ref TElement Begin(ReadOnlyMemory<TElement> column, int start, int rows) => ref MemoryMarshal.GetReference(column.Span.Slice(start, rows));
}
