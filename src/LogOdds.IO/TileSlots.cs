using System.Globalization;
using System.Runtime.InteropServices;
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
    private readonly NumberStorage _storage;
    private readonly FileStream _file;
    private MappedFile? _mapped;
    private long[] _starts = [];

    /// <summary>Opens the file that is written to.</summary>
    /// <param name="target">The name that it gets in the end.</param>
    /// <param name="storage">How numbers are kept in the end; until then they have 64 bits each.</param>
    /// <param name="isResumed">Whether what stands in it is of use.</param>
    /// <exception cref="UnusableDataException">It cannot be written there, or somebody else is writing it.</exception>
    public TileSlots(string target, NumberStorage storage, bool isResumed)
    {
        AtomicFile.RequirePlace(target);
        (_target, _beside, _storage) = (target, $"{target}.part", storage);
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

    // Written, not put into the memory: pages that are fresh would each be cleared first, at the price of a fault.
    /// <inheritdoc/>
    public void Put(int column, int row, ReadOnlySpan<double> values) => RandomAccess.Write(_file.SafeFileHandle, MemoryMarshal.AsBytes(values), _starts[column] + row * (long)sizeof(double));

    /// <inheritdoc/>
    public void Put(int column, int row, ReadOnlySpan<int> values) => RandomAccess.Write(_file.SafeFileHandle, MemoryMarshal.AsBytes(values), _starts[column] + row * (long)sizeof(int));

    /// <summary>Moves the columns together, writes what describes them and gives the file its name.</summary>
    /// <param name="columns">The columns; each stands at the beginning of its slot.</param>
    /// <param name="source">What they come from.</param>
    /// <param name="origin">The lines of the rows there.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    public void Finish(IReadOnlyList<Column> columns, TileSource? source, FileOrigin? origin, int threads)
    {
        var (rows, described, end) = (columns[0].Rows, new TileColumn[columns.Count], (long)TileHeader.Page);
        var (places, rounded) = (new long[columns.Count], new TileColumn?[columns.Count]);
        if (_storage == NumberStorage.Single)
            Cores.Each(columns.Count, isWorthSeveral: rows * (long)columns.Count > TileHeader.TileRows, threads, j => rounded[j] = columns[j] is NumericColumn ? Narrow(columns[j].Name, Numbers(j)[..rows]) : null);
        for (var j = 0; j < columns.Count; j++)
        {
            var length = (long)rows * (columns[j] is NumericColumn && _storage == NumberStorage.Double ? sizeof(double) : sizeof(int));
            places[j] = end;
            Move(_starts[j], end, length);
            end += TileHeader.WholePages(length);
            Clear(places[j] + length, end);
        }
        // The disk is slower than what follows.
        var writing = Task.Run(Flush);
        Cores.Each(columns.Count, isWorthSeveral: rows * (long)columns.Count > TileHeader.TileRows, threads, j =>
        {
            var column = rounded[j] ?? Describe(columns[j], places[j]);
            described[j] = column with { At = places[j], Checksums = Checksums(places[j], (long)rows * column.Width, column.Width) };
        });
        var directory = new TileDirectory(described, source, origin).ToJson();
        var header = new TileHeader(rows, columns.Count, source?.Fingerprint ?? 0, end, directory.Length);
        writing.GetAwaiter().GetResult();
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
    public void Flush() => RandomAccess.FlushToDisk(_file.SafeFileHandle);

    /// <summary>Whether the file is left for a later packing to go on with, where it is not finished.</summary>
    public bool IsLeft { get; set; }

    public void Dispose()
    {
        _mapped?.Dispose();
        _file.Dispose();
        if (!IsLeft) File.Delete(_beside);
    }

    /// <summary>What stands at a place, but for the place and the checksums.</summary>
    private TileColumn Describe(Column column, long at)
    {
        if (column is not CategoricalColumn categories) return Describe(new NumericColumn(column.Name, _mapped!.Slice<double>(at, column.Rows)), isSingle: false);
        var codes = _mapped!.Slice<int>(at, column.Rows);
        return new TileColumn(column.Name, [.. categories.Levels], false, 0, codes.Span.Count(CategoricalColumn.MissingCode), null, []);
    }

    private static TileColumn Describe(NumericColumn numbers, bool isSingle)
    {
        var summary = numbers.Summary;
        var isWritten = double.IsFinite(summary.Mean) && double.IsFinite(summary.SumOfSquares);
        return new TileColumn(numbers.Name, null, isSingle, 0, numbers.CountMissing(), isWritten ? summary : null, []);
    }

    /// <summary>Rounds numbers to 32 bits each and moves them together; what is said about them is of the rounded ones.</summary>
    private static TileColumn Narrow(string name, Memory<double> numbers)
    {
        var values = numbers.Span;
        for (var i = 0; i < values.Length; i++)
        {
            var single = NumericColumn.ToSingle(values[i]);
            if (float.IsInfinity(single) && double.IsFinite(values[i]))
                throw new UnusableDataException($"column '{name}' holds {values[i].ToString("R", CultureInfo.InvariantCulture)} in row {i + 1}, which 32 bits cannot", remedy: "Pack it with 64 bits a number.");
            values[i] = NumericColumn.ToDouble(single);
        }
        var described = Describe(new NumericColumn(name, numbers), isSingle: true);
        var narrow = MemoryMarshal.Cast<double, float>(values);
        for (var i = 0; i < values.Length; i++) narrow[i] = NumericColumn.ToSingle(values[i]);
        return described;
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
