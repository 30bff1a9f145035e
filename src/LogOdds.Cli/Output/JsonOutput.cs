using System.Text.Json;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>One JSON object on standard output.</summary>
internal static class JsonOutput
{
    public static void Write(Action<Utf8JsonWriter> content)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, JsonFigures.Readable))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }
}
