using System.IO.Compression;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>The bytes of one input, unpacked, with the name that messages call it by.</summary>
internal sealed record Source(string Name, byte[] Bytes)
{
    /// <summary>Reads a file, or standard input for "-".</summary>
    public static Source Open(string path)
    {
        if (path == "-")
        {
            using var input = Console.OpenStandardInput();
            return Read(input, "standard input");
        }
        try
        {
            using var file = File.OpenRead(path);
            return Read(file, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnusableDataException("there is no such file", path, Neighbour(path), e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnusableDataException(Directory.Exists(path) ? "this is a folder, not a file" : "the file may not be read", path, inner: e);
        }
    }

    /// <summary>Reads a stream to its end; gzip is recognised by its first bytes.</summary>
    public static Source Read(Stream stream, string name)
    {
        var bytes = ReadAll(stream, name);
        if (bytes is not [0x1f, 0x8b, ..]) return new Source(name, bytes);
        try
        {
            using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            return new Source(name, ReadAll(unpacked, name));
        }
        catch (InvalidDataException e)
        {
            throw new UnusableDataException("the gzip data are damaged or cut off", name, inner: e);
        }
    }

    private static byte[] ReadAll(Stream stream, string name)
    {
        using var memory = new MemoryStream(stream.CanSeek ? (int)Math.Min(stream.Length - stream.Position, Array.MaxLength) : 0);
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) is var count and > 0)
        {
            if (memory.Length + count > Array.MaxLength)
                throw new UnusableDataException("it holds more than 2 GB of text", name, "Split it into smaller files; they are read as one table.");
            memory.Write(buffer, 0, count);
        }
        return memory.Length == memory.Capacity ? memory.GetBuffer() : memory.ToArray();
    }

    private static string? Neighbour(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder)) return $"There is no folder '{folder}' either.";
        var nearest = Spelling.Nearest(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!));
        return nearest is null ? null : $"Did you mean '{nearest}'?";
    }
}
