using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>What a tile file was packed from: files as they stood then, and how they were read.</summary>
/// <param name="Files">The full path of each file, its bytes and when it was written.</param>
/// <param name="Reading">What else decides what the columns hold: delimiter, decimal mark, quotes, chosen columns.</param>
internal sealed record TileSource(IReadOnlyList<(string Path, long Length, long Written)> Files, string Reading)
{
    /// <summary>Looks at files; null where they are none that could be looked at again, as standard input.</summary>
    public static TileSource? Of(IReadOnlyList<string> paths, ReadOptions options)
    {
        if (!paths.All(File.Exists)) return null;
        var columns = options.Columns is null ? "" : string.Join('\n', options.Columns);
        return new TileSource([.. paths.Select(Look)], $"delimiter {options.Delimiter} decimal {options.Decimal} quotes {options.HasQuotes} columns {columns}");
    }

    /// <summary>The same files, read in the same way, have the same fingerprint.</summary>
    public ulong Fingerprint
    {
        get
        {
            var text = new StringBuilder(Reading);
            foreach (var (path, length, written) in Files) text.Append('\n').Append(path).Append('\n').Append(length).Append(' ').Append(written);
            return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }
    }

    /// <summary>Makes sure that files which are still there are as they were.</summary>
    /// <exception cref="UnusableDataException">One has changed.</exception>
    public void RequireUnchanged(string tilePath)
    {
        foreach (var file in Files)
            if (File.Exists(file.Path) && Look(file.Path) != file)
                throw new UnusableDataException($"it was packed from {file.Path}, which has changed since", tilePath, "Pack it again.");
    }

    private static (string Path, long Length, long Written) Look(string path)
    {
        var file = new FileInfo(path);
        return (file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);
    }
}
