using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using LogOdds.Metrics;
using LogOdds.Numerics;

namespace LogOdds.Models;

/// <summary>How figures and lists are written as JSON, in files and by the command alike.</summary>
internal static class JsonFigures
{
    // The numbers that a core writes at a time, and the most characters that one takes with its comma.
    private const int PartLength = 4096;
    private const int MostCharacters = 32;

    /// <summary>Indented, with line feeds on every system, and letters of all languages as they are.</summary>
    public static JsonWriterOptions Readable { get; } = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A figure that does not exist, or is not finite, is null.</summary>
    public static void WriteFigure(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>Numbers by the hundred thousand, in one line; written by all cores.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="name">The name of the array.</param>
    /// <param name="count">How many.</param>
    /// <param name="number">A number by its place from 0, finite.</param>
    public static void WriteManyNumbers(this Utf8JsonWriter json, string name, int count, Func<int, double> number)
    {
        var parts = new ArrayBufferWriter<byte>[(count + PartLength - 1) / PartLength];
        Cores.Each(parts.Length, isWorthSeveral: parts.Length > 1, threads: 0, part =>
        {
            var (text, last) = (parts[part] = new ArrayBufferWriter<byte>(PartLength * MostCharacters), Math.Min(count, (part + 1) * PartLength));
            for (var k = part * PartLength; k < last; k++)
            {
                var place = text.GetSpan(MostCharacters);
                number(k).TryFormat(place[1..], out var length, "R", CultureInfo.InvariantCulture);
                place[0] = (byte)',';
                text.Advance(1 + length);
            }
        });
        var all = new ArrayBufferWriter<byte>(2 + parts.Sum(part => part.WrittenCount));
        foreach (var part in parts) all.Write(part.WrittenSpan);
        if (all.WrittenCount == 0) all.Write("["u8);
        all.Write("]"u8);
        var array = MemoryMarshal.AsMemory(all.WrittenMemory).Span;
        array[0] = (byte)'[';
        json.WritePropertyName(name);
        json.WriteRawValue(array, skipInputValidation: true);
    }

    public static void WriteInference(this Utf8JsonWriter json, Coefficient coefficient)
    {
        json.WriteFigure("standardError", coefficient.StandardError);
        json.WriteFigure("z", coefficient.Z);
        json.WriteFigure("p", coefficient.P);
        json.WriteFigure("low", coefficient.Low);
        json.WriteFigure("high", coefficient.High);
    }

    public static void WriteConfusion(this Utf8JsonWriter json, ConfusionCounts confusion)
    {
        json.WriteStartObject("confusion");
        json.WriteNumber("tp", confusion.TruePositives);
        json.WriteNumber("tn", confusion.TrueNegatives);
        json.WriteNumber("fp", confusion.FalsePositives);
        json.WriteNumber("fn", confusion.FalseNegatives);
        json.WriteEndObject();
    }

    public static void WriteSolver(this Utf8JsonWriter json, SolverReport solver)
    {
        json.WriteStartObject("solver");
        json.WriteString("name", solver.Name);
        json.WriteString("status", Names.Of(Names.Statuses, solver.Status));
        json.WriteNumber("iterations", solver.Iterations);
        json.WriteNumber("passes", solver.Passes);
        json.WriteFigure("gradientNorm", solver.GradientNorm);
        json.WriteFigure("dualityGap", solver.DualityGap);
        json.WriteString("reason", solver.Reason);
        json.WriteEndObject();
    }

    /// <summary>The proof that the classes are separated; null where they are not.</summary>
    public static void WriteSeparation(this Utf8JsonWriter json, SeparationReport? separation)
    {
        if (separation is null)
        {
            json.WriteNull("separation");
            return;
        }
        json.WriteStartObject("separation");
        json.WriteString("kind", separation.IsComplete ? "complete" : "quasi-complete");
        json.WriteString("inWords", separation.InWords);
        json.WriteTexts("terms", separation.Terms);
        json.WriteStartObject("direction");
        foreach (var (term, change) in separation.Direction) json.WriteNumber(term, change);
        json.WriteEndObject();
        json.WriteNumber("rowsGaining", separation.RowsGaining);
        json.WriteStartArray("firstRows");
        foreach (var row in separation.FirstRows) json.WriteNumberValue(row + 1);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>How a penalty was chosen; null where it was given.</summary>
    public static void WriteChoice(this Utf8JsonWriter json, ModelChoice? choice)
    {
        if (choice is null)
        {
            json.WriteNull("choice");
            return;
        }
        json.WriteStartObject("choice");
        json.WriteString("measure", choice.Measure);
        json.WriteString("rule", choice.Rule);
        json.WriteNumber("folds", choice.FoldCount);
        json.WriteNumber("repeats", choice.Repeats);
        if (choice.Seed is { } seed) json.WriteNumber("seed", seed);
        else json.WriteNull("seed");
        json.WriteNumber("candidates", choice.Candidates);
        json.WriteFigure("mean", choice.Mean);
        json.WriteFigure("standardError", choice.StandardError);
        json.WriteEndObject();
    }

    public static void WriteWarnings(this Utf8JsonWriter json, IEnumerable<FitWarning> warnings)
    {
        json.WriteStartArray("warnings");
        foreach (var warning in warnings)
        {
            json.WriteStartObject();
            json.WriteString("code", warning.Code);
            json.WriteString("message", warning.Message);
            json.WriteTexts("terms", warning.Terms);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
