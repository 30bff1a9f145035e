using System.Diagnostics;
using System.Globalization;
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
    private const int MostCharacters = 25;

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

    /// <summary>Whole numbers by the hundred thousand, in one line; written by all cores.</summary>
    public static void WriteMany(this Utf8JsonWriter json, string name, int[] numbers) => json.WriteMany(name, numbers.Length, (k, place) =>
        numbers[k].TryFormat(place, out var length, default, CultureInfo.InvariantCulture) ? length : throw new UnreachableException());

    /// <summary>Finite numbers by the hundred thousand, in one line; written by all cores.</summary>
    public static void WriteMany(this Utf8JsonWriter json, string name, double[] numbers) => json.WriteMany(name, numbers.Length, (k, place) =>
        numbers[k].TryFormat(place, out var length, "R", CultureInfo.InvariantCulture) ? length : throw new UnreachableException());

    private delegate int NumberWriter(int k, Span<byte> place);

    private static void WriteMany(this Utf8JsonWriter json, string name, int count, NumberWriter write)
    {
        var text = GC.AllocateUninitializedArray<byte>(checked(count * MostCharacters + 2));
        var ends = new int[(count + PartLength - 1) / PartLength];
        Cores.Each(ends.Length, isWorthSeveral: ends.Length > 1, threads: 0, part =>
        {
            var (at, last) = (part * PartLength * MostCharacters, Math.Min(count, (part + 1) * PartLength));
            for (var k = part * PartLength; k < last; k++)
            {
                text[at] = (byte)',';
                at += 1 + write(k, text.AsSpan(at + 1, MostCharacters - 1));
            }
            ends[part] = at;
        });
        // Parts move up to the end of those before them.
        var length = 0;
        for (var part = 0; part < ends.Length; part++)
        {
            var own = text.AsSpan(part * PartLength * MostCharacters, ends[part] - part * PartLength * MostCharacters);
            own.CopyTo(text.AsSpan(length));
            length += own.Length;
        }
        text[0] = (byte)'[';
        length = Math.Max(1, length);
        text[length++] = (byte)']';
        json.WritePropertyName(name);
        json.WriteRawValue(text.AsSpan(0, length), skipInputValidation: true);
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
