using System.Buffers;
using System.Text.Json;
using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.IO;

/// <summary>
/// A tile file: a table in a file, whose columns are memory without being read into it. What is fitted to it may be larger than the
/// memory of the machine. See docs/tile-file.md.
/// </summary>
public sealed class TileFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly MappedFile _mapped;
    private readonly TileHeader _header;
    private readonly TileDirectory _directory;

    private TileFile(string path, FileStream file)
    {
        (_path, _file) = (path, file);
        (_header, _directory) = ReadDirectory(path, file);
        _mapped = MappedFile.Open(file);
        Table = new Table(_directory.Columns.Select(Map), (IRowOrigin?)_directory.Origin ?? new RowsOfFile(path));
    }

    /// <summary>The table. Its columns, and what was made of them, must not be used after <see cref="Dispose"/>.</summary>
    public Table Table { get; }

    /// <summary>The bytes of the file.</summary>
    public long Length => _header.FileLength;

    /// <summary>Whether a file begins as tile files do; false for one that cannot be opened.</summary>
    public static bool Is(string path)
    {
        try
        {
            if (!File.Exists(path)) return false;
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> beginning = stackalloc byte[8];
            return TileHeader.Begins(beginning[..RandomAccess.Read(file, beginning, 0)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Opens a file. Values are not read before they are asked for; those of a column are then checked once.</summary>
    /// <exception cref="UnusableDataException">
    /// There is no such file, it is no tile file, one of a later version, cut off or damaged, or what it was packed from has changed since. A damaged
    /// column throws when it is used, and says which rows.
    /// </exception>
    public static TileFile Open(string path)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, BufferSize = 0 });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableDataException(e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"the file cannot be read ({e.Message})", path, inner: e);
        }
        try
        {
            var tiles = new TileFile(path, file);
            tiles._directory.Source?.RequireUnchanged(path);
            return tiles;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Packs delimited files with the same header as one table into a tile file. When it is interrupted, by whatever, the same call goes on
    /// where it stopped, unless the files have changed.
    /// </summary>
    /// <param name="paths">The files; "-" is standard input.</param>
    /// <param name="target">The tile file; it is whole or not there at all.</param>
    /// <param name="options">How the files are read; null to detect everything.</param>
    /// <param name="notice">Told in words when it goes on with an earlier packing, or cannot.</param>
    /// <param name="storage">How numbers are kept: in 32 bits each they take half the room, rounded to 7 digits.</param>
    /// <exception cref="UnusableDataException">A file cannot be read as a table, or the tile file not be written.</exception>
    /// <exception cref="IOException">The disk has no room; the message says how much is needed.</exception>
    /// <exception cref="OperationCanceledException">The options asked for it.</exception>
    public static TileFile Pack(IReadOnlyList<string> paths, string target, ReadOptions? options = null, Action<string>? notice = null, NumberStorage storage = NumberStorage.Double)
    {
        options ??= new ReadOptions();
        AtomicFile.RequirePlace(target);
        // Before it is read: a file that changes meanwhile is then found out later.
        var source = TileSource.Of(paths, options);
        var journal = source is null ? null : new PackJournal(PackJournal.PathOf(target), source.Fingerprint, options.JournalBytes);
        if (journal?.IsResumed == true) notice?.Invoke("an earlier packing was interrupted; it goes on where that stopped");
        if (journal?.IsOfOther == true) notice?.Invoke("an earlier packing was interrupted, but the source or the options have changed since; it starts anew");
        using (var writer = new TileWriter(target, options.Threads, storage, journal?.IsResumed == true))
        {
            try
            {
                TableReader.Pack(paths, options, writer, source, journal);
            }
            catch (OperationCanceledException) when (journal is not null)
            {
                journal.Settle();
                writer.Slots.IsLeft = true;
                throw;
            }
            catch
            {
                journal?.Dispose();
                throw;
            }
            journal?.Dispose();
        }
        return Open(target);
    }

    /// <summary>Checks every column.</summary>
    /// <exception cref="UnusableDataException">One is damaged; the message says which rows.</exception>
    public void Verify()
    {
        foreach (var column in _directory.Columns) Check(column);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _mapped.Dispose();
        _file.Dispose();
    }

    private static (TileHeader, TileDirectory) ReadDirectory(string path, FileStream file)
    {
        var page = new byte[TileHeader.Page];
        var header = TileHeader.Read(page.AsSpan(0, RandomAccess.Read(file.SafeFileHandle, page, 0)), path);
        if (file.Length != header.FileLength) throw file.Length < header.FileLength ? TileHeader.CutOff(path) : TileHeader.Damaged(path, "it is longer than it was");
        var rest = new byte[header.DirectoryLength + TileHeader.FooterBytes];
        Fill(file, rest, header.DirectoryAt, path);
        var json = rest.AsMemory(0, header.DirectoryLength);
        header.Check(json.Span, rest.AsSpan(header.DirectoryLength), path);
        try
        {
            var directory = TileDirectory.Read(json);
            if (directory.Columns.Count != header.Columns) throw TileHeader.Damaged(path, "its directory does not fit its header");
            foreach (var column in directory.Columns)
                if (column.At < TileHeader.Page || column.At % TileHeader.Page != 0 || column.At + (long)header.Rows * column.Width > header.DirectoryAt
                    || column.Checksums.Length != (header.Rows + (long)TileHeader.TileRows - 1) / TileHeader.TileRows)
                    throw TileHeader.Damaged(path, $"the place of column '{column.Name}' is none");
            return (header, directory);
        }
        catch (Exception e) when (e is JsonException or UnusableDataException { Where: null } or OverflowException)
        {
            throw new UnusableDataException($"the tile file cannot be used: its directory is damaged ({e.Message})", path, "Pack the source again.", e);
        }
    }

    private Column Map(TileColumn column)
    {
        var stored = new StoredColumn(() => Check(column), column.Missing, column.Summary);
        if (column.IsSingle) return new NumericColumn(column.Name, _mapped.Slice<float>(column.At, _header.Rows), stored);
        return column.Levels is null ? new NumericColumn(column.Name, _mapped.Slice<double>(column.At, _header.Rows), stored)
            : new CategoricalColumn(column.Name, column.Levels, _mapped.Slice<int>(column.At, _header.Rows), stored);
    }

    /// <summary>Compares the checksums of a column's tiles with those that were written.</summary>
    private void Check(TileColumn column)
    {
        var length = TileHeader.TileRows * column.Width;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        for (var k = 0; k < column.Checksums.Length; k++)
        {
            var rows = Math.Min(TileHeader.TileRows, _header.Rows - k * TileHeader.TileRows);
            var tile = buffer.AsSpan(0, rows * column.Width);
            Fill(_file, tile, column.At + (long)k * length, _path);
            if (Crc32C.Of(tile) != column.Checksums[k])
                throw TileHeader.Damaged(_path, $"rows {k * (long)TileHeader.TileRows + 1} to {k * (long)TileHeader.TileRows + rows} of column '{column.Name}' are damaged");
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static void Fill(FileStream file, Span<byte> buffer, long at, string path)
    {
        while (!buffer.IsEmpty)
        {
            var count = RandomAccess.Read(file.SafeFileHandle, buffer, at);
            if (count == 0) throw TileHeader.CutOff(path);
            buffer = buffer[count..];
            at += count;
        }
    }

    private sealed class RowsOfFile(string path) : IRowOrigin
    {
        public string Describe(int row) => $"{path}, row {row + 1}";
    }
}
