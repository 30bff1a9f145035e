using System.IO.Compression;
using System.Text;
using LogOdds.Data;
using LogOdds.Numerics;
using Microsoft.Win32.SafeHandles;

namespace LogOdds.IO;

/// <summary>The text of one input as UTF-8, unpacked, with the name that messages call it by: in memory, or left in its file.</summary>
internal sealed class Source : IDisposable
{
    private const int ProbedBytes = 1024;

    // Text that has to be unpacked, or comes from a pipe, stays in memory up to here.
    private const long MostInMemory = 1 << 30;

    private readonly FileStream? _file;
    private ReadOnlyMemory<byte>? _bytes;
    private bool _isDetected;
    private char? _detected;

    private Source(string name, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        Length = bytes.Length;
        _bytes = bytes;
    }

    private Source(string name, FileStream file)
    {
        Name = name;
        Length = file.Length;
        _file = file;
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>All of the text, in memory from now on.</summary>
    /// <exception cref="UnusableDataException">It is more than memory holds in one piece.</exception>
    public ReadOnlyMemory<byte> Bytes => _bytes ??= Length <= Array.MaxLength ? Read(0, (int)Length, []) : throw TooLong(Name);

    /// <summary>What separates fields: as the options say, or as is detected once; null for a text that names it in its first line.</summary>
    public char? Delimiter(ReadOptions options)
    {
        if (options.Delimiter is { } given) return given;
        if (!_isDetected) _detected = Delimiters.Detect(Bytes, options);
        _isDetected = true;
        return _detected;
    }

    /// <summary>The beginning of the text; where it is not all, up to the end of a line.</summary>
    public Source Beginning()
    {
        const int length = 1 << 22;
        if (Length <= length) return new Source(Name, Read(0, (int)Length, []));
        var beginning = Read(0, length, []);
        var end = beginning.Span.LastIndexOf((byte)'\n') + 1;
        return new Source(Name, beginning[..(end > 0 ? end : length)]);
    }

    /// <summary>Opens a file, or reads standard input for "-". A plain file of UTF-8 is not read before it is asked for.</summary>
    public static Source Open(string path, CancellationToken cancellation)
    {
        if (path == "-")
        {
            using var input = Console.OpenStandardInput();
            return Read(input, "standard input", cancellation);
        }
        if (path.Length == 0 || path.Contains('\0')) throw new UnusableDataException("this is not the name of a file", $"'{path}'");
        try
        {
            var file = File.OpenRead(path);
            // A pipe has no length and no beginning to come back to.
            if (file.CanSeek && file.Length > 0 && IsPlain(file.SafeFileHandle)) return new Source(path, file);
            using (file) return Read(file, path, cancellation);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnusableDataException("there is no such file", path, Neighbour(path), e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnusableDataException(Directory.Exists(path) ? "this is a folder, not a file" : "the file may not be read", path, inner: e);
        }
        catch (IOException e)
        {
            throw new UnusableDataException($"the file cannot be read ({e.Message})", path, inner: e);
        }
    }

    /// <summary>A piece of the text, read into <paramref name="buffer"/> where it is not in memory and the buffer is long enough.</summary>
    /// <exception cref="UnusableDataException">The file has become shorter.</exception>
    public ReadOnlyMemory<byte> Read(long start, int length, byte[] buffer)
    {
        if (_bytes is { } bytes) return bytes.Slice((int)start, length);
        if (buffer.Length < length) buffer = GC.AllocateUninitializedArray<byte>(length);
        for (var done = 0; done < length;)
        {
            var count = RandomAccess.Read(_file!.SafeFileHandle, buffer.AsSpan(done, length - done), start + done);
            if (count == 0) throw new UnusableDataException("the file became shorter while it was read", Name, "Read it again when it is whole.");
            done += count;
        }
        return buffer.AsMemory(0, length);
    }

    public void Dispose() => _file?.Dispose();

    private static bool IsPlain(SafeFileHandle file)
    {
        Span<byte> probe = stackalloc byte[ProbedBytes];
        probe = probe[..RandomAccess.Read(file, probe, 0)];
        return !(probe is [0x1f, 0x8b, ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || probe.Contains((byte)0));
    }

    private static UnusableDataException TooLong(string name) =>
        new("it holds more than 2 GB of text", name, "Split it into smaller files; they are read as one table.");

    /// <summary>Reads a stream to its end; gzip, UTF-16 and UTF-32 are recognised by their first bytes.</summary>
    public static Source Read(Stream stream, string name, CancellationToken cancellation) =>
        Read(stream, name, MemoryLimit.Current is { } limit ? Math.Min(MostInMemory, limit.Bytes / 4) : MostInMemory, cancellation);

    /// <summary>The same, in a temporary file where it is more than so many bytes.</summary>
    internal static Source Read(Stream stream, string name, long mostInMemory, CancellationToken cancellation)
    {
        var spool = Spool.Of(stream, mostInMemory, cancellation);
        Span<byte> beginning = stackalloc byte[2];
        beginning = beginning[..spool.Bytes.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false)];
        if (beginning is [0x1f, 0x8b])
            using (var packed = spool) spool = Unpack(packed, name, mostInMemory, cancellation);
        if (spool.Memory is { } bytes) return OfText(bytes, name);
        var file = (FileStream)spool.Bytes;
        return IsPlain(file.SafeFileHandle) ? new Source(name, file) : throw TooLong(name);
    }

    /// <summary>What is in memory already; gzip, UTF-16 and UTF-32 are recognised by their first bytes.</summary>
    public static Source Of(ReadOnlyMemory<byte> bytes, string name, CancellationToken cancellation)
    {
        if (bytes.Span is not [0x1f, 0x8b, ..]) return OfText(bytes, name);
        using var packed = new MemoryStream();
        packed.Write(bytes.Span);
        packed.Position = 0;
        return Read(packed, name, cancellation);
    }

    private static Source OfText(ReadOnlyMemory<byte> bytes, string name)
    {
        bytes = ToUtf8(bytes, name);
        if (bytes.Span[..Math.Min(bytes.Length, ProbedBytes)].Contains((byte)0))
            throw new UnusableDataException("this is not text, or it is UTF-16 without its mark", name, Utf8.Remedy);
        return new Source(name, bytes);
    }

    /// <summary>
    /// Unpacks gzip. GZipStream takes the place where a file is cut off for its end, without a word; so a piece of our own is
    /// put behind it, which comes out again only if all that stands before it is whole.
    /// </summary>
    private static Spool Unpack(Spool packed, string name, long mostInMemory, CancellationToken cancellation)
    {
        var end = "the end of the file"u8;
        packed.Bytes.Seek(0, SeekOrigin.End);
        using (var gzip = new GZipStream(packed.Bytes, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(end);
        packed.Bytes.Position = 0;
        Spool text;
        try
        {
            using var unpacked = new GZipStream(packed.Bytes, CompressionMode.Decompress, leaveOpen: true);
            text = Spool.Of(unpacked, mostInMemory, cancellation);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
        Span<byte> last = stackalloc byte[end.Length];
        var length = text.Bytes.Length - end.Length;
        if (length < 0) throw Damaged();
        text.Bytes.Position = length;
        text.Bytes.ReadExactly(last);
        if (!last.SequenceEqual(end)) throw Damaged();
        text.Bytes.SetLength(length);
        return text;

        UnusableDataException Damaged(Exception? inner = null) => new("the gzip data are damaged or cut off", name, "Fetch or pack the file again.", inner);
    }

    private static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> bytes, string name)
    {
        System.Text.Encoding? encoding = bytes.Span switch
        {
            [0xFF, 0xFE, 0, 0, ..] => new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
            [0, 0, 0xFE, 0xFF, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => null,
        };
        if (encoding is null) return bytes;
        try
        {
            return Utf8.Strict.GetBytes(encoding.GetString(bytes.Span[encoding.Preamble.Length..]));
        }
        catch (DecoderFallbackException e)
        {
            throw new UnusableDataException($"the text has the mark of {encoding.WebName.ToUpperInvariant()} and is something else or cut off", name, Utf8.Remedy, e);
        }
    }

    private static string? Neighbour(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder)) return $"There is no folder '{folder}' either.";
        var nearest = Spelling.Nearest(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!));
        return nearest is null ? null : $"Did you mean '{nearest}'?";
    }
}
