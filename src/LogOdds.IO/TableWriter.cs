using System.Buffers;
using LogOdds.Data;

namespace LogOdds.IO;

/// <summary>
/// Writes tables as RFC 4180 text with commas: fields are quoted where they must be, numbers read back bit for bit, missing
/// values are empty.
/// </summary>
public static class TableWriter
{
    private const int FlushBytes = 1 << 16;

    /// <summary>Writes a table as UTF-8 text.</summary>
    public static void Write(Table table, Stream stream)
    {
        var buffer = new ArrayBufferWriter<byte>(2 * FlushBytes);
        var writer = new RecordWriter(buffer, ',');
        foreach (var column in table.Columns) writer.Write(column.Name);
        writer.EndRecord();
        for (var row = 0; row < table.Rows; row++)
        {
            foreach (var column in table.Columns) writer.Write(column.TextAt(row));
            writer.EndRecord();
            if (buffer.WrittenCount < FlushBytes) continue;
            stream.Write(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }
        stream.Write(buffer.WrittenSpan);
    }
}
