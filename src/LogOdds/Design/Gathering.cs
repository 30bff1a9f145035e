using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>Copies blocks of rows, one behind the other.</summary>
internal static class Gathering
{
    /// <summary>The blocks of one vector of an entry a row.</summary>
    public static ReadOnlyMemory<T> Of<T>(ReadOnlyMemory<T> column, IReadOnlyList<RowBlock> blocks) where T : unmanaged => Of([column], blocks, ahead: null)[0];

    /// <summary>The blocks of columns, block by block: all columns are asked for at a time.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="blocks">The blocks, ascending.</param>
    /// <param name="ahead">Asks for rows that are mapped.</param>
    public static ReadOnlyMemory<T>[] Of<T>(IReadOnlyList<ReadOnlyMemory<T>> columns, IReadOnlyList<RowBlock> blocks, ReadAhead? ahead) where T : unmanaged
    {
        var rows = blocks.Sum(block => block.Count);
        Memory<T>[] gathered = [.. columns.Select(_ => ColumnMemory.Allocate<T>(rows))];
        var at = 0;
        foreach (var block in blocks)
        {
            ahead?.Reach(block);
            for (var j = 0; j < gathered.Length; j++) columns[j].Span.Slice(block.Start, block.Count).CopyTo(gathered[j].Span[at..]);
            at += block.Count;
        }
        return [.. gathered.Select(column => (ReadOnlyMemory<T>)column)];
    }
}
