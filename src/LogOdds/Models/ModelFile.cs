using System.Text.Json;
using System.Text.Json.Nodes;
using LogOdds.Data;
using LogOdds.Metrics;

namespace LogOdds.Models;

/// <summary>
/// Models as JSON: readable text with a version, which holds all that prediction and the summary need. Numbers are written so
/// that they read back bit for bit. The format is described in docs/model-file.md.
/// </summary>
public static class ModelFile
{
    private const string Family = "logodds.model/";
    private const int Version = 2;
    private static readonly string Schema = $"{Family}{Version}";

    /// <summary>Writes a model.</summary>
    public static void Save(LogisticModel model, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, JsonFigures.Readable)) Write(json, model);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes a model to a file, which is whole or not there at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(LogisticModel model, string path) => AtomicFile.Write(path, stream => Save(model, stream));

    /// <summary>Writes a model of several classes.</summary>
    public static void Save(ClassModel model, Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, JsonFigures.Readable)) ClassModelFile.Write(json, model);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes a model of several classes to a file, which is whole or not there at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(ClassModel model, string path) => AtomicFile.Write(path, stream => Save(model, stream));

    /// <summary>Reads a model from a file.</summary>
    /// <exception cref="UnusableDataException">There is no such file, or it holds no model, one of several classes, a damaged one, or one of a later version.</exception>
    public static LogisticModel Load(string path) => Open(path, Load);

    /// <summary>Reads a model.</summary>
    /// <exception cref="UnusableDataException">The stream holds no model, one of several classes, a damaged one, or one of a later version.</exception>
    public static LogisticModel Load(Stream stream)
    {
        using var document = Parse(stream);
        var file = new JsonPath(document.RootElement, "");
        if (ClassModelFile.Is(file)) throw new UnusableDataException("this is a model of several classes; what was asked for is there for two classes alone", remedy: "summary, predict, evaluate and anova take models of several classes.");
        return VersionOf(file) == Version ? Read(file) : ReadVersion1(document.RootElement);
    }

    /// <summary>Whether a file holds a model of several classes.</summary>
    /// <exception cref="UnusableDataException">There is no such file, or it holds no JSON.</exception>
    public static bool IsOfSeveralClasses(string path) => Open(path, stream =>
    {
        using var document = Parse(stream);
        return ClassModelFile.Is(new JsonPath(document.RootElement, ""));
    });

    /// <summary>Reads a model of several classes from a file.</summary>
    /// <exception cref="UnusableDataException">There is no such file, or it holds no model of several classes, a damaged one, or one of a later version.</exception>
    public static ClassModel LoadClasses(string path) => Open(path, LoadClasses);

    /// <summary>Reads a model of several classes.</summary>
    /// <exception cref="UnusableDataException">The stream holds no model of several classes, a damaged one, or one of a later version.</exception>
    public static ClassModel LoadClasses(Stream stream)
    {
        using var document = Parse(stream);
        return ClassModelFile.Read(new JsonPath(document.RootElement, ""));
    }

    private static T Open<T>(string path, Func<Stream, T> read)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return read(stream);
        }
        catch (UnusableDataException e)
        {
            throw new UnusableDataException(e.What, e.Where is null ? path : $"{path}, {e.Where}", e.Remedy, e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnusableDataException("there is no such model file", path, inner: e);
        }
    }

    private static JsonDocument Parse(Stream stream)
    {
        try
        {
            return JsonDocument.Parse(stream);
        }
        catch (JsonException e)
        {
            throw new UnusableDataException("the model file is damaged: it is not whole JSON",
                e.LineNumber is { } line ? $"line {line + 1}" : null, "Fit and save the model again.", e);
        }
    }

    private static LogisticModel ReadVersion1(JsonElement first)
    {
        try
        {
            using var second = JsonDocument.Parse(ModelFileVersion1.ToVersion2(new JsonPath(first, ""), JsonObject.Create(first)!).ToJsonString());
            return Read(new JsonPath(second.RootElement, ""));
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonPath(first, "").Problem(e.Message.TrimEnd('.'));
        }
    }

    private static void Write(Utf8JsonWriter json, LogisticModel model)
    {
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("family", "binomial");
        json.WriteString("formula", model.Encoding.Formula);
        EncodingFile.Write(json, model.Encoding);
        CoefficientFile.Write(json, model.Encoding, model.Coefficients);
        if (model.PredictionIntercept is { } intercept) json.WriteNumber("predictionIntercept", intercept);
        else json.WriteNull("predictionIntercept");
        json.WriteString("errors", Names.Of(Names.CovarianceKinds, model.CovarianceKind));
        json.WriteString("intervals", Names.Of(Names.IntervalKinds, model.Intervals));
        ModelFileParts.WriteCovariance(json, model.Covariance);
        json.WriteNumber("confidenceLevel", model.ConfidenceLevel);
        ModelFileParts.WriteRoles(json, model.Roles);
        ObjectiveFile.Write(json, model.Objective);
        json.WriteStartObject("rows");
        ModelFileParts.WriteRowsUsed(json, model.Rows.Read, model.Rows.Used, model.Rows.MissingByColumn);
        json.WriteNumber("negatives", model.Rows.Negatives);
        json.WriteNumber("positives", model.Rows.Positives);
        json.WriteEndObject();
        json.WriteSolver(model.Solver);
        ModelFileParts.WriteStatistics(json, model.Statistics);
        WriteTraining(json, model.TrainingMetrics);
        json.WriteSeparation(model.Separation);
        WriteStrata(json, model.Strata);
        json.WriteChoice(model.Choice);
        json.WriteCalibration(model.Calibration);
        json.WriteWarnings(model.Warnings);
        json.WriteEndObject();
    }

    private static void WriteTraining(Utf8JsonWriter json, BinaryMetrics? training)
    {
        if (training is null)
        {
            json.WriteNull("training");
            return;
        }
        json.WriteStartObject("training");
        json.WriteNumber("rows", training.Rows);
        json.WriteNumber("threshold", training.Threshold);
        json.WriteConfusion(training.Confusion);
        json.WriteFigure("logLoss", training.LogLoss);
        json.WriteFigure("brier", training.Brier);
        json.WriteFigure("auc", training.Auc);
        json.WriteFigure("averagePrecision", training.AveragePrecision);
        json.WriteEndObject();
    }

    private static void WriteStrata(Utf8JsonWriter json, StrataCounts? strata)
    {
        if (strata is null)
        {
            json.WriteNull("strata");
            return;
        }
        json.WriteStartObject("strata");
        json.WriteNumber("all", strata.Strata);
        json.WriteNumber("informative", strata.Informative);
        json.WriteNumber("informativeRows", strata.InformativeRows);
        json.WriteEndObject();
    }

    private static ModelChoice ReadChoice(JsonPath choice) => new(choice["measure"].Text, choice["rule"].Text, choice["folds"].Integer, choice["repeats"].Integer,
        choice["seed"].IsNull ? null : choice["seed"].Long, choice["candidates"].Integer, choice["mean"].Figure, choice["standardError"].Figure);

    private static LogisticModel Read(JsonPath file)
    {
        var encoding = EncodingFile.Read(file);
        var rows = file["rows"];
        try
        {
            return new LogisticModel(encoding, CoefficientFile.Read(file, encoding), file["predictionIntercept"].OptionalNumber)
            {
                Covariance = ModelFileParts.ReadCovariance(file),
                CovarianceKind = file["errors"].OneOf(Names.CovarianceKinds),
                Intervals = file["intervals"].OneOf(Names.IntervalKinds),
                Roles = ModelFileParts.ReadRoles(file),
                Objective = ObjectiveFile.Read(file["objective"], encoding.HasIntercept),
                Rows = new RowCounts(rows["read"].Long, rows["used"].Long, rows["missing"].Properties.ToDictionary(m => m.Name, m => m.Value.Long),
                    rows["negatives"].Number, rows["positives"].Number),
                Solver = ModelFileParts.ReadSolver(file),
                Statistics = ModelFileParts.ReadStatistics(file, nullParameters: encoding.HasIntercept ? 1 : 0),
                TrainingMetrics = file["training"] is { IsNull: false } training ? ReadMetrics(training) : null,
                ConfidenceLevel = file["confidenceLevel"].Number,
                Separation = file["separation"] is { IsNull: false } separation
                    ? new SeparationReport(separation["inWords"].Text, [.. separation["terms"].Items.Select(t => t.Text)], separation["kind"].OneOf(("complete", true), ("quasi-complete", false)),
                        [.. separation["direction"].Properties.Select(d => (d.Name, d.Value.Number))], separation["rowsGaining"].Long, [.. separation["firstRows"].Items.Select(r => r.Integer - 1)]) : null,
                Strata = file["strata"] is { IsNull: false } strata
                    ? new StrataCounts(strata["all"].Integer, strata["informative"].Integer, strata["informativeRows"].Integer) : null,
                Choice = file.Later("choice") is { IsNull: false } choice ? ReadChoice(choice) : null,
                Calibration = file.Later("calibration") is { IsNull: false } calibration ? CalibrationFile.Read(calibration) : null,
                Warnings = ModelFileParts.ReadWarnings(file),
            };
        }
        catch (ArgumentException e)
        {
            throw file.Problem(e.Message);
        }
    }

    private static int VersionOf(JsonPath file)
    {
        var schema = file["schema"].Text;
        var version = 0;
        if (schema.StartsWith(Family, StringComparison.Ordinal) && int.TryParse(schema.AsSpan(Family.Length), out version) && version is >= 1 and <= Version) return version;
        throw version > Version
            ? new UnusableDataException($"the model file was written by a later version ({schema}; this one reads {Schema})", remedy: "Update LogOdds.")
            : new UnusableDataException($"this is not a model file: its schema is '{schema}'", remedy: $"A model file starts with \"schema\": \"{Schema}\".");
    }

    private static BinaryMetrics ReadMetrics(JsonPath training)
    {
        var confusion = training["confusion"];
        return new BinaryMetrics
        {
            Rows = training["rows"].Long,
            Threshold = training["threshold"].Number,
            Confusion = new ConfusionCounts(confusion["tp"].Number, confusion["tn"].Number, confusion["fp"].Number, confusion["fn"].Number),
            LogLoss = training["logLoss"].Figure,
            Brier = training["brier"].Figure,
            Auc = training["auc"].Figure,
            AveragePrecision = training["averagePrecision"].Figure,
        };
    }
}
