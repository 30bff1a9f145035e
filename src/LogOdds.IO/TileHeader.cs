using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>The first page of a tile file, and what stands at its end; docs/tile-file.md has both byte by byte.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="Fingerprint">Of the source; 0 where there is none.</param>
/// <param name="DirectoryAt">Where the directory begins.</param>
/// <param name="DirectoryLength">Its bytes.</param>
internal readonly record struct TileHeader(int Rows, int Columns, ulong Fingerprint, long DirectoryAt, int DirectoryLength)
{
    /// <summary>The bytes of a page, on which the header and each column begin.</summary>
    public const int Page = 4096;

    /// <summary>The values of a tile.</summary>
    public const int TileRows = 1 << 16;

    /// <summary>The bytes of the footer.</summary>
    public const int FooterBytes = 16;

    private const int Version = 1;
    private const int UsedBytes = 64;
    private const uint OrderMark = 0x01020304;

    private static ReadOnlySpan<byte> Magic => "\u0089LOTILE"u8;

    /// <summary>The bytes of the whole file.</summary>
    public long FileLength => DirectoryAt + DirectoryLength + FooterBytes;

    /// <summary>Whether a file that begins with these bytes is a tile file.</summary>
    public static bool Begins(ReadOnlySpan<byte> beginning) => beginning.StartsWith(Magic);

    /// <summary>The bytes of a stretch up to the end of its last page.</summary>
    public static long WholePages(long bytes) => (bytes + Page - 1) / Page * Page;

    /// <summary>The header page.</summary>
    public byte[] ToPage()
    {
        var page = new byte[Page];
        var bytes = page.AsSpan();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Version);
        MemoryMarshal.Write(bytes[12..], OrderMark);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Rows);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[24..], Columns);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[28..], TileRows);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[32..], Fingerprint);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], DirectoryAt);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], DirectoryLength);
        return page;
    }

    /// <summary>The footer: checksums of the directory and of the header, and the magic once more.</summary>
    public byte[] ToFooter(ReadOnlySpan<byte> directory)
    {
        var footer = new byte[FooterBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, Crc32C.Of(directory));
        BinaryPrimitives.WriteUInt32LittleEndian(footer.AsSpan(4), Crc32C.Of(ToPage().AsSpan(0, UsedBytes)));
        Magic.CopyTo(footer.AsSpan(8));
        return footer;
    }

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="UnusableDataException">It is no tile file, one of a later version or another machine, cut off or damaged.</exception>
    public static TileHeader Read(ReadOnlySpan<byte> page, string path)
    {
        if (!Begins(page)) throw new UnusableDataException("this is not a tile file", path, "Tile files are written by logodds pack.");
        if (page.Length < UsedBytes) throw CutOff(path);
        var version = BinaryPrimitives.ReadInt32LittleEndian(page[8..]);
        if (version > Version) throw new UnusableDataException($"this is a tile file of version {version}; this release reads version {Version}", path, "Read it with a later release of LogOdds, or pack the source again.");
        if (MemoryMarshal.Read<uint>(page[12..]) != OrderMark) throw new UnusableDataException("this tile file was written on a machine with the other order of bytes, or its header is damaged", path, "Pack the source again on this machine.");
        var (rows, columns, tile, length) = (BinaryPrimitives.ReadInt64LittleEndian(page[16..]), BinaryPrimitives.ReadInt32LittleEndian(page[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(page[28..]), BinaryPrimitives.ReadInt64LittleEndian(page[48..]));
        var at = BinaryPrimitives.ReadInt64LittleEndian(page[40..]);
        if (version < 1 || rows < 0 || rows > Array.MaxLength || columns < 1 || tile != TileRows || at < Page || length is < 2 or > int.MaxValue) throw Damaged(path, "its header is damaged");
        return new TileHeader((int)rows, columns, BinaryPrimitives.ReadUInt64LittleEndian(page[32..]), at, (int)length);
    }

    /// <summary>Makes sure that header and directory are what was written.</summary>
    /// <exception cref="UnusableDataException">They are not.</exception>
    public void Check(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> footer, string path)
    {
        if (!footer[8..].SequenceEqual(Magic)) throw CutOff(path);
        if (BinaryPrimitives.ReadUInt32LittleEndian(footer) != Crc32C.Of(directory)) throw Damaged(path, "its directory is damaged");
        if (BinaryPrimitives.ReadUInt32LittleEndian(footer[4..]) != Crc32C.Of(ToPage().AsSpan(0, UsedBytes))) throw Damaged(path, "its header is damaged");
    }

    public static UnusableDataException CutOff(string path) => new("the tile file is cut off", path, "Copy it again, or pack the source again.");

    public static UnusableDataException Damaged(string path, string how) => new($"the tile file cannot be used: {how}", path, "Copy it again, or pack the source again.");
}
