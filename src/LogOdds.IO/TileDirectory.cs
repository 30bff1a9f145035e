using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LogOdds.Data;
using LogOdds.Models;

namespace LogOdds.IO;

/// <summary>The directory of a tile file: its columns, what it was packed from, and the lines of its rows there.</summary>
/// <param name="Columns">The columns, in order.</param>
/// <param name="Source">What it was packed from; null where that is not known.</param>
/// <param name="Origin">The file and line of each row; null where they are not known.</param>
internal sealed record TileDirectory(IReadOnlyList<TileColumn> Columns, TileSource? Source, FileOrigin? Origin)
{
    private const string Schema = "logodds.tiles/1";

    public byte[] ToJson()
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteStartArray("columns");
            foreach (var column in Columns) Write(json, column);
            json.WriteEndArray();
            if (Source is not null) Write(json, Source);
            if (Origin is not null) Write(json, Origin);
            json.WriteEndObject();
        }
        return text.WrittenSpan.ToArray();
    }

    /// <exception cref="UnusableDataException">The directory lacks something.</exception>
    public static TileDirectory Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = new JsonPath(document.RootElement, "");
        return new TileDirectory([.. root["columns"].Items.Select(ReadColumn)], root.Later("source") is { } source ? ReadSource(source) : null, root.Later("lines") is { } lines ? ReadOrigin(lines) : null);
    }

    private static void Write(Utf8JsonWriter json, TileColumn column)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("kind", column.Levels is null ? "number" : "category");
        json.WriteString("storage", column.Levels is not null ? "int32" : column.IsSingle ? "float32" : "float64");
        json.WriteNumber("at", column.At);
        json.WriteNumber("missing", column.Missing);
        if (column.Levels is not null) json.WriteTexts("levels", column.Levels);
        if (column.Summary is { } summary)
        {
            json.WriteNumber("mean", summary.Mean);
            json.WriteNumber("sumOfSquares", summary.SumOfSquares);
            json.WriteBoolean("constant", summary.IsConstant);
            json.WriteBoolean("finite", summary.IsFinite);
        }
        json.WriteStartArray("checksums");
        foreach (var checksum in column.Checksums) json.WriteNumberValue(checksum);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static TileColumn ReadColumn(JsonPath column)
    {
        var isNumber = column["kind"].OneOf(("number", true), ("category", false));
        var isSingle = isNumber ? column["storage"].OneOf(("float64", false), ("float32", true)) : column["storage"].OneOf(("int32", false));
        var summary = column.Later("mean") is { } mean
            ? new ColumnSummary(mean.Number, column["sumOfSquares"].Number, column["constant"].Flag, column["finite"].Flag) : null;
        return new TileColumn(column["name"].Text, isNumber ? null : [.. column["levels"].Items.Select(level => level.Text)], isSingle, column["at"].Long,
            column["missing"].Integer, summary, [.. column["checksums"].Items.Select(checksum => checked((uint)checksum.Long))]);
    }

    private static void Write(Utf8JsonWriter json, TileSource source)
    {
        json.WriteStartObject("source");
        json.WriteString("reading", source.Reading);
        json.WriteStartArray("files");
        foreach (var (path, length, written) in source.Files)
        {
            json.WriteStartObject();
            json.WriteString("path", path);
            json.WriteNumber("length", length);
            json.WriteNumber("written", written);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static TileSource ReadSource(JsonPath source) =>
        new([.. source["files"].Items.Select(file => (file["path"].Text, file["length"].Long, file["written"].Long))], source["reading"].Text);

    private static void Write(Utf8JsonWriter json, FileOrigin origin)
    {
        json.WriteStartObject("lines");
        json.WriteStartArray("files");
        foreach (var (row, name) in origin.Files)
        {
            json.WriteStartObject();
            json.WriteNumber("row", row);
            json.WriteString("name", name);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("jumps");
        foreach (var (row, line) in origin.Jumps)
        {
            json.WriteNumberValue(row);
            json.WriteNumberValue(line);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static FileOrigin ReadOrigin(JsonPath lines) => new(lines["files"].Items.Select(file => (file["row"].Integer, file["name"].Text)),
        lines["jumps"].Items.Select(number => number.Integer).Chunk(2).Select(pair => (pair[0], pair[1])));
}
