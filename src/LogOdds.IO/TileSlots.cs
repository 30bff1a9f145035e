using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.IO;

/// <summary>
/// The columns of a tile file while it is written: slots of a mapped file that stands beside the final one. They may be longer and wider
/// than what comes to be in them; at the end the columns are moved together.
/// </summary>
internal sealed class TileSlots : IColumnPlaces, IDisposable
{
    private readonly string _target;
    private readonly string _beside;
    private readonly FileStream _file;
    private MappedFile? _mapped;
    private long[] _starts = [];

    /// <summary>Opens the file that is written to.</summary>
    /// <param name="target">The name that it gets in the end.</param>
    /// <param name="isResumed">Whether what stands in it is of use.</param>
    /// <exception cref="UnusableDataException">It cannot be written there, or somebody else is writing it.</exception>
    public TileSlots(string target, bool isResumed)
    {
        AtomicFile.RequirePlace(target);
        (_target, _beside) = (target, $"{target}.part");
        try
        {
            _file = new FileStream(_beside, new FileStreamOptions { Mode = isResumed ? FileMode.OpenOrCreate : FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 });
        }
        catch (IOException e)
        {
            throw new UnusableDataException($"the file cannot be written ({e.Message})", _beside, "Another packing to the same file may be under way.", e);
        }
    }

    /// <summary>The rows for which there is room.</summary>
    public int Capacity { get; private set; }

    /// <inheritdoc/>
    public void Reserve(int columns, int rows)
    {
        var widths = new int[columns];
        // Which columns hold texts is not known yet; codes need half of the room.
        Array.Fill(widths, sizeof(double));
        Reserve(widths, rows);
    }

    /// <summary>Makes room; the rows that are there already stay.</summary>
    /// <param name="widths">The bytes of a value in each column.</param>
    /// <param name="rows">For how many rows.</param>
    /// <param name="used">How many rows are there.</param>
    public void Reserve(int[] widths, int rows, int used = 0)
    {
        var starts = new long[widths.Length + 1];
        starts[0] = TileHeader.Page;
        for (var j = 0; j < widths.Length; j++) starts[j + 1] = starts[j] + TileHeader.WholePages((long)rows * widths[j]);
        _mapped?.Dispose();
        DiskSpace.Reserve(_file, Math.Max(starts[^1], _file.Length), _beside);
        _mapped = MappedFile.Open(_file);
        // The last column first: each moves to where nothing is needed any more.
        for (var j = widths.Length - 1; j >= 0 && used > 0; j--) Move(_starts[j], starts[j], (long)used * widths[j]);
        (_starts, Capacity) = (starts, rows);
    }

    /// <inheritdoc/>
    public Memory<double> Numbers(int column) => _mapped!.Slice<double>(_starts[column], Capacity);

    /// <inheritdoc/>
    public Memory<int> Codes(int column) => _mapped!.Slice<int>(_starts[column], Capacity);

    /// <summary>Moves the columns together, writes what describes them and gives the file its name.</summary>
    /// <param name="columns">The columns; each stands at the beginning of its slot.</param>
    /// <param name="source">What they come from.</param>
    /// <param name="origin">The lines of the rows there.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    public void Finish(IReadOnlyList<Column> columns, TileSource? source, FileOrigin? origin, int threads)
    {
        var (rows, described, end) = (columns[0].Rows, new TileColumn[columns.Count], (long)TileHeader.Page);
        var places = new long[columns.Count];
        for (var j = 0; j < columns.Count; j++)
        {
            var length = (long)rows * (columns[j] is NumericColumn ? sizeof(double) : sizeof(int));
            places[j] = end;
            Move(_starts[j], end, length);
            end += TileHeader.WholePages(length);
            Clear(places[j] + length, end);
        }
        Cores.Each(columns.Count, isWorthSeveral: rows * (long)columns.Count > TileHeader.TileRows, threads, j => described[j] = Describe(columns[j], places[j]));
        var directory = new TileDirectory(described, source, origin).ToJson();
        var header = new TileHeader(rows, columns.Count, source?.Fingerprint ?? 0, end, directory.Length);
        _mapped!.Flush();
        _mapped.Dispose();
        _file.SetLength(end);
        RandomAccess.Write(_file.SafeFileHandle, header.ToPage(), 0);
        RandomAccess.Write(_file.SafeFileHandle, directory, end);
        RandomAccess.Write(_file.SafeFileHandle, header.ToFooter(directory), end + directory.Length);
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(_beside, _target, overwrite: true);
    }

    /// <inheritdoc/>
    public void Flush() => _mapped!.Flush();

    /// <summary>Whether the file is left for a later packing to go on with, where it is not finished.</summary>
    public bool IsLeft { get; set; }

    public void Dispose()
    {
        _mapped?.Dispose();
        _file.Dispose();
        if (!IsLeft) File.Delete(_beside);
    }

    private TileColumn Describe(Column column, long at)
    {
        if (column is CategoricalColumn categories)
        {
            var codes = _mapped!.Slice<int>(at, column.Rows);
            return new TileColumn(column.Name, [.. categories.Levels], at, codes.Span.Count(CategoricalColumn.MissingCode), null, Checksums(at, (long)column.Rows * sizeof(int), sizeof(int)));
        }
        var numbers = new NumericColumn(column.Name, _mapped!.Slice<double>(at, column.Rows));
        var summary = numbers.Summary;
        var isWritten = double.IsFinite(summary.Mean) && double.IsFinite(summary.SumOfSquares);
        return new TileColumn(column.Name, null, at, numbers.CountMissing(), isWritten ? summary : null, Checksums(at, (long)column.Rows * sizeof(double), sizeof(double)));
    }

    private uint[] Checksums(long at, long length, int width)
    {
        var tile = TileHeader.TileRows * (long)width;
        var checksums = new uint[(length + tile - 1) / tile];
        for (var k = 0; k < checksums.Length; k++) checksums[k] = Crc32C.Of(_mapped!.Slice<byte>(at + k * tile, (int)Math.Min(tile, length - k * tile)).Span);
        return checksums;
    }

    private unsafe void Move(long from, long to, long length)
    {
        if (from != to && length > 0) Buffer.MemoryCopy(_mapped!.At(from), _mapped.At(to), length, length);
    }

    private void Clear(long start, long end)
    {
        if (end > start) _mapped!.Slice<byte>(start, (int)(end - start)).Span.Clear();
    }
}
