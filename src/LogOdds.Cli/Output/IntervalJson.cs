using System.Text.Json;
using LogOdds.Metrics;

namespace LogOdds.Cli.Output;

/// <summary>Intervals and what they were made of, as JSON.</summary>
internal static class IntervalJson
{
    /// <summary>[low, high]; an interval that does not exist is null.</summary>
    public static void WriteInterval(this Utf8JsonWriter json, string name, ConfidenceInterval interval)
    {
        if (!double.IsFinite(interval.Low) || !double.IsFinite(interval.High))
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartArray(name);
        json.WriteNumberValue(interval.Low);
        json.WriteNumberValue(interval.High);
        json.WriteEndArray();
    }

    public static void WriteBootstrap(this Utf8JsonWriter json, Bootstrap options, BootstrapResult result)
    {
        json.WriteNumber("level", options.Level);
        json.WriteStartObject("bootstrap");
        json.WriteNumber("replicates", result.Replicates);
        json.WriteNumber("redrawn", result.Redrawn);
        json.WriteNumber("seed", options.Seed);
        json.WriteEndObject();
    }
}
