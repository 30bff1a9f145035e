using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>
/// Writes tables of any number of rows as a tile file, block after block; see docs/tile-file.md. The file has its name once it is whole.
/// </summary>
/// <example><code>
/// using var writer = new TileWriter("big.tiles");
/// while (Next() is { } block) writer.Append(block);
/// writer.Finish();
/// </code></example>
public sealed class TileWriter : IDisposable
{
    private readonly TileSlots _slots;
    private readonly int _threads;
    private Column[]? _kinds;
    private GrowingLevels[] _levels = [];
    private int[] _widths = [];

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its name; what stands there is replaced at the end.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    /// <param name="storage">How numbers are kept: in 32 bits each they take half the room, rounded to 7 digits.</param>
    /// <exception cref="UnusableDataException">A file cannot be written there.</exception>
    public TileWriter(string path, int threads = 0, NumberStorage storage = NumberStorage.Double) : this(path, threads, storage, isResumed: false)
    {
    }

    internal TileWriter(string path, int threads, NumberStorage storage, bool isResumed) => (_slots, _threads) = (new TileSlots(path, storage, isResumed), threads);

    /// <summary>The rows so far.</summary>
    public int Rows { get; private set; }

    internal TileSlots Slots => _slots;

    /// <summary>Appends a block of rows. All blocks have the same columns; levels may differ.</summary>
    /// <exception cref="UnusableDataException">The columns are not those of the first block, a column is sparse, or there are more rows than a table can have.</exception>
    /// <exception cref="IOException">The disk has no room.</exception>
    public void Append(Table block)
    {
        if (_kinds is null) Begin(block);
        Require(block);
        if (Rows > Array.MaxLength - block.Rows) throw new UnusableDataException($"there are more than {Array.MaxLength} rows", remedy: "Fit a part of them.");
        if (Rows == 0 || Rows + block.Rows > _slots.Capacity)
            _slots.Reserve(_widths, (int)Math.Min(Array.MaxLength, Math.Max((long)Rows + block.Rows, Math.Max(TileHeader.TileRows, 2L * _slots.Capacity))), Rows);
        for (var j = 0; j < _widths.Length; j++)
        {
            if (block.Columns[j] is NumericColumn numbers) numbers.Values.CopyTo(_slots.Numbers(j).Span[Rows..]);
            else _levels[j].Append((CategoricalColumn)block.Columns[j], _slots.Codes(j).Span.Slice(Rows, block.Rows));
        }
        Rows += block.Rows;
    }

    /// <summary>Ends the file and gives it its name.</summary>
    /// <exception cref="UnusableDataException">There is no row.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Finish() => Finish(null, null);

    /// <summary>Ends the file.</summary>
    /// <param name="source">What it is packed from.</param>
    /// <param name="origin">The lines of the rows there.</param>
    internal void Finish(TileSource? source, FileOrigin? origin)
    {
        if (_kinds is null || Rows == 0) throw new UnusableDataException("there is no row to write");
        var columns = new Column[_kinds.Length];
        for (var j = 0; j < columns.Length; j++)
            columns[j] = _kinds[j] is NumericColumn ? new NumericColumn(_kinds[j].Name, _slots.Numbers(j)[..Rows]) : _levels[j].ToColumn(_kinds[j].Name, _slots.Codes(j)[..Rows]);
        _slots.Finish(columns, source, origin, _threads);
    }

    /// <summary>Ends a file whose columns have been put into its slots.</summary>
    /// <param name="table">The columns.</param>
    /// <param name="source">What it is packed from.</param>
    internal void FinishSlots(Table table, TileSource? source)
    {
        Rows = table.Rows;
        _slots.Finish(table.Columns, source, table.Origin as FileOrigin, _threads);
    }

    /// <summary>Gives up the file, unless it was finished.</summary>
    public void Dispose() => _slots.Dispose();

    private void Begin(Table block)
    {
        if (block.Columns.FirstOrDefault(column => column is SparseColumn) is { } sparse)
            throw new UnusableDataException($"'{sparse.Name}' is a block of sparse columns, which a tile file cannot hold");
        _kinds = [.. block.Columns.Select(column => column.Select([]))];
        _levels = [.. _kinds.Select(_ => new GrowingLevels())];
        _widths = [.. _kinds.Select(column => column is NumericColumn ? sizeof(double) : sizeof(int))];
    }

    private void Require(Table block)
    {
        if (block.Columns.Count != _kinds!.Length) throw new UnusableDataException($"a block of rows has {block.Columns.Count} columns, the first had {_kinds.Length}");
        for (var j = 0; j < _kinds.Length; j++)
        {
            if (block.Columns[j].Name != _kinds[j].Name) throw new UnusableDataException($"a block of rows has the column '{block.Columns[j].Name}' where the first had '{_kinds[j].Name}'");
            if (block.Columns[j].GetType() != _kinds[j].GetType())
                throw new UnusableDataException($"column '{_kinds[j].Name}' holds {(_kinds[j] is NumericColumn ? "numbers in the first rows and texts" : "texts in the first rows and numbers")} in later ones");
        }
    }
}
