using System.IO.Compression;
using System.Text;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>The text of one input as UTF-8, unpacked, with the name that messages call it by.</summary>
internal sealed record Source(string Name, ReadOnlyMemory<byte> Bytes)
{
    private const int ProbedBytes = 1024;

    /// <summary>Reads a file, or standard input for "-".</summary>
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
            using var file = File.OpenRead(path);
            return Read(file, path, cancellation);
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

    /// <summary>Reads a stream to its end; gzip, UTF-16 and UTF-32 are recognised by their first bytes.</summary>
    public static Source Read(Stream stream, string name, CancellationToken cancellation)
    {
        var bytes = ReadAll(stream, name, cancellation);
        if (bytes.Span is [0x1f, 0x8b, ..]) bytes = Unpack(bytes, name, cancellation);
        bytes = ToUtf8(bytes, name);
        if (bytes.Span[..Math.Min(bytes.Length, ProbedBytes)].Contains((byte)0))
            throw new UnusableDataException("this is not text, or it is UTF-16 without its mark", name, Utf8.Remedy);
        return new Source(name, bytes);
    }

    /// <summary>
    /// Unpacks gzip. GZipStream takes the place where a file is cut off for its end, without a word; so a piece of our own is
    /// put behind it, which comes out again only if all that stands before it is whole.
    /// </summary>
    private static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> bytes, string name, CancellationToken cancellation)
    {
        var end = "the end of the file"u8;
        using var packed = new MemoryStream();
        packed.Write(bytes.Span);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(end);
        packed.Position = 0;
        ReadOnlyMemory<byte> text;
        try
        {
            using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            text = ReadAll(unpacked, name, cancellation);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e);
        }
        return text.Span.EndsWith(end) ? text[..^end.Length] : throw Damaged();

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

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, string name, CancellationToken cancellation)
    {
        var memory = new MemoryStream(stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, 0, Array.MaxLength) : 0);
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) is var count and > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            if (memory.Length + count > Array.MaxLength)
                throw new UnusableDataException("it holds more than 2 GB of text", name, "Split it into smaller files; they are read as one table.");
            memory.Write(buffer, 0, count);
        }
        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }

    private static string? Neighbour(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder)) return $"There is no folder '{folder}' either.";
        var nearest = Spelling.Nearest(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!));
        return nearest is null ? null : $"Did you mean '{nearest}'?";
    }
}
