using System.Text.Json;
using LogOdds.Data;
using LogOdds.Metrics;

namespace LogOdds.Models;

/// <summary>A calibration as JSON: by itself, and within a model file.</summary>
public static class CalibrationFile
{
    private const string Schema = "logodds.calibration/1";

    /// <summary>Writes a map to a file, which is whole or not there at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(CalibrationMap map, string path) => AtomicFile.Write(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, JsonFigures.Readable))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            WriteContent(json, map);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    });

    /// <summary>Reads a map from a file.</summary>
    /// <exception cref="UnusableDataException">There is no such file, or it holds no calibration or a damaged one.</exception>
    public static CalibrationMap Load(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var file = new JsonPath(document.RootElement, "");
            return file["schema"].Text == Schema ? Read(file) : throw new UnusableDataException($"this is not a calibration: its schema is '{file["schema"].Text}'");
        }
        catch (UnusableDataException e)
        {
            throw new UnusableDataException(e.What.Replace("the model file", "the calibration"), path, "Fit and write the calibration again.", e);
        }
        catch (JsonException e)
        {
            throw new UnusableDataException("the file is damaged: it is not whole JSON", path, inner: e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnusableDataException("there is no such file", path, inner: e);
        }
    }

    /// <summary>The field of a map; null where there is none.</summary>
    internal static void WriteCalibration(this Utf8JsonWriter json, CalibrationMap? map)
    {
        if (map is null)
        {
            json.WriteNull("calibration");
            return;
        }
        json.WriteStartObject("calibration");
        WriteContent(json, map);
        json.WriteEndObject();
    }

    internal static CalibrationMap Read(JsonPath file)
    {
        double[] Numbers(string name) => [.. file[name].Items.Select(item => item.Number)];
        try
        {
            return file["method"].OneOf(("platt", 0), ("beta", 1), ("isotonic", 2)) switch
            {
                0 => new PlattMap(file["slope"].Number, file["intercept"].Number),
                1 => new BetaMap(file["a"].Number, file["b"].Number, file["c"].Number),
                _ => new IsotonicMap(IsotonicFit.Of(Numbers("scores"), Numbers("shares"))),
            };
        }
        catch (ArgumentException e)
        {
            throw file.Problem(e.Message.TrimEnd('.'));
        }
    }

    private static void WriteContent(Utf8JsonWriter json, CalibrationMap map)
    {
        json.WriteString("method", map.Method);
        switch (map)
        {
            case PlattMap platt:
                json.WriteNumber("slope", platt.Slope);
                json.WriteNumber("intercept", platt.Intercept);
                break;
            case BetaMap beta:
                json.WriteNumber("a", beta.A);
                json.WriteNumber("b", beta.B);
                json.WriteNumber("c", beta.C);
                break;
            case IsotonicMap { Fit: var steps }:
                WriteNumbers(json, "scores", steps.Scores);
                WriteNumbers(json, "shares", steps.Shares);
                break;
        }
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
