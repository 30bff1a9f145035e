using System.Text.Json;
using LogOdds.Inference;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary><c>margins --json</c>.</summary>
internal static class MarginsJson
{
    public static void Write(LogisticModel model, MarginOptions options, IReadOnlyList<MarginalEffect> effects, MarginalEffect average) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.margins/1");
        json.WriteString("formula", model.Encoding.Formula);
        json.WriteString("at", options.At == MarginsAt.Means ? "means" : "overall");
        json.WriteString("measure", options.Measure.ToString().ToLowerInvariant());
        json.WriteNumber("level", options.Level);
        json.WriteNumber("rows", model.Rows.Used);
        json.WriteStartArray("effects");
        foreach (var effect in effects) Write(json, effect);
        json.WriteEndArray();
        json.WritePropertyName("averageProbability");
        Write(json, average);
    });

    private static void Write(Utf8JsonWriter json, MarginalEffect effect)
    {
        json.WriteStartObject();
        json.WriteString("name", effect.Name);
        json.WriteFigure("effect", effect.Effect);
        json.WriteFigure("standardError", effect.StandardError);
        json.WriteFigure("z", effect.Z);
        json.WriteFigure("p", effect.P);
        json.WriteFigure("low", effect.Low);
        json.WriteFigure("high", effect.High);
        json.WriteEndObject();
    }
}
