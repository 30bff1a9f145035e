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

    // Beyond this many coefficients a covariance matrix would be most of the file.
    private const int MaxCovarianceTerms = 500;

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

    /// <summary>Reads a model from a file.</summary>
    /// <exception cref="UnusableDataException">There is no such file, or it holds no model, a damaged one, or one of a later version.</exception>
    public static LogisticModel Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Load(stream);
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

    /// <summary>Reads a model.</summary>
    /// <exception cref="UnusableDataException">The stream holds no model, a damaged one, or one of a later version.</exception>
    public static LogisticModel Load(Stream stream)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(stream);
        }
        catch (JsonException e)
        {
            throw new UnusableDataException("the model file is damaged: it is not whole JSON",
                e.LineNumber is { } line ? $"line {line + 1}" : null, "Fit and save the model again.", e);
        }
        using (document)
        {
            var file = new JsonPath(document.RootElement, "");
            return VersionOf(file) == Version ? Read(file) : ReadVersion1(document.RootElement);
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
        json.WriteStartArray("coefficients");
        foreach (var c in model.Coefficients)
        {
            json.WriteStartObject();
            json.WriteString("term", c.Term);
            json.WriteFigure("estimate", c.Estimate);
            json.WriteFigure("scaledEstimate", c.ScaledEstimate);
            json.WriteFigure("center", c.Center);
            json.WriteFigure("scale", c.Scale);
            json.WriteString("limit", Names.Of(Names.Limits, c.Limit));
            json.WriteInference(c);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (model.PredictionIntercept is { } intercept) json.WriteNumber("predictionIntercept", intercept);
        else json.WriteNull("predictionIntercept");
        json.WriteString("errors", Names.Of(Names.CovarianceKinds, model.CovarianceKind));
        json.WriteString("intervals", Names.Of(Names.IntervalKinds, model.Intervals));
        WriteCovariance(json, model.Covariance);
        json.WriteNumber("confidenceLevel", model.ConfidenceLevel);
        json.WriteStartObject("roles");
        json.WriteString("weights", model.Roles.Weights);
        json.WriteString("weightKind", Names.Of(Names.WeightKinds, model.Roles.WeightKind));
        json.WriteString("cluster", model.Roles.Cluster);
        json.WriteString("strata", model.Roles.Strata);
        json.WriteEndObject();
        ObjectiveFile.Write(json, model.Objective);
        json.WriteStartObject("rows");
        json.WriteNumber("read", model.Rows.Read);
        json.WriteNumber("used", model.Rows.Used);
        json.WriteStartObject("missing");
        foreach (var (column, count) in model.Rows.MissingByColumn) json.WriteNumber(column, count);
        json.WriteEndObject();
        json.WriteNumber("negatives", model.Rows.Negatives);
        json.WriteNumber("positives", model.Rows.Positives);
        json.WriteEndObject();
        json.WriteSolver(model.Solver);
        json.WriteStartObject("statistics");
        json.WriteFigure("objective", model.Statistics.Objective);
        json.WriteFigure("totalLoss", model.Statistics.TotalLoss);
        json.WriteFigure("nullLoss", model.Statistics.NullLoss);
        json.WriteFigure("saturatedLoss", model.Statistics.SaturatedLoss);
        json.WriteFigure("logWays", model.Statistics.LogWays);
        json.WriteFigure("penalizedLogLikelihood", model.Statistics.PenalizedLogLikelihood);
        json.WriteNumber("observations", model.Statistics.Observations);
        json.WriteNumber("trials", model.Statistics.Trials);
        json.WriteNumber("parameters", model.Statistics.Parameters);
        json.WriteBoolean("maximumLikelihood", model.Statistics.IsMaximumLikelihood);
        json.WriteEndObject();
        WriteTraining(json, model.TrainingMetrics);
        json.WriteSeparation(model.Separation);
        WriteStrata(json, model.Strata);
        WriteChoice(json, model.Choice);
        json.WriteCalibration(model.Calibration);
        json.WriteWarnings(model.Warnings);
        json.WriteEndObject();
    }

    private static void WriteCovariance(Utf8JsonWriter json, CovarianceMatrix? covariance)
    {
        if (covariance is null || covariance.Terms.Count > MaxCovarianceTerms)
        {
            json.WriteNull("covariance");
            return;
        }
        json.WriteStartObject("covariance");
        json.WriteTexts("terms", covariance.Terms);
        json.WriteStartArray("lowerTriangle");
        foreach (var entry in covariance.Packed) json.WriteNumberValue(entry);
        json.WriteEndArray();
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

    private static void WriteChoice(Utf8JsonWriter json, ModelChoice? choice)
    {
        if (choice is null)
        {
            json.WriteNull("choice");
            return;
        }
        json.WriteStartObject("choice");
        json.WriteString("measure", choice.Measure);
        json.WriteString("rule", choice.Rule);
        json.WriteNumber("folds", choice.Folds);
        json.WriteNumber("repeats", choice.Repeats);
        if (choice.Seed is { } seed) json.WriteNumber("seed", seed);
        else json.WriteNull("seed");
        json.WriteNumber("candidates", choice.Candidates);
        json.WriteFigure("mean", choice.Mean);
        json.WriteFigure("standardError", choice.StandardError);
        json.WriteEndObject();
    }

    private static ModelChoice ReadChoice(JsonPath choice) => new(choice["measure"].Text, choice["rule"].Text, choice["folds"].Integer, choice["repeats"].Integer,
        choice["seed"].IsNull ? null : choice["seed"].Long, choice["candidates"].Integer, choice["mean"].Figure, choice["standardError"].Figure);

    private static LogisticModel Read(JsonPath file)
    {
        var encoding = EncodingFile.Read(file);
        var coefficients = file["coefficients"].Items.Select(c => new Coefficient
        {
            Term = c["term"].Text,
            Estimate = c["estimate"].OptionalNumber,
            ScaledEstimate = c["scaledEstimate"].OptionalNumber,
            Center = c["center"].OptionalNumber,
            Scale = c["scale"].OptionalNumber,
            Limit = c["limit"].OneOf(Names.Limits),
            StandardError = c["standardError"].OptionalNumber,
            Z = c["z"].OptionalNumber,
            P = c["p"].OptionalNumber,
            Low = c["low"].OptionalNumber,
            High = c["high"].OptionalNumber,
        }).ToArray();
        var (roles, rows, solver, statistics) = (file["roles"], file["rows"], file["solver"], file["statistics"]);
        try
        {
            return new LogisticModel(encoding, coefficients, file["predictionIntercept"].OptionalNumber)
            {
                Covariance = file["covariance"] is { IsNull: false } covariance
                    ? new CovarianceMatrix([.. covariance["terms"].Items.Select(t => t.Text)], [.. covariance["lowerTriangle"].Items.Select(v => v.Number)]) : null,
                CovarianceKind = file["errors"].OneOf(Names.CovarianceKinds),
                Intervals = file["intervals"].OneOf(Names.IntervalKinds),
                Roles = new ColumnRoles(roles["weights"].OptionalText, roles["weightKind"].OneOf(Names.WeightKinds), roles["cluster"].OptionalText, roles["strata"].OptionalText),
                Objective = ObjectiveFile.Read(file["objective"], encoding.HasIntercept),
                Rows = new RowCounts(rows["read"].Integer, rows["used"].Integer, rows["missing"].Properties.ToDictionary(m => m.Name, m => m.Value.Integer),
                    rows["negatives"].Number, rows["positives"].Number),
                Solver = new SolverReport(solver["name"].Text, solver["status"].OneOf(Names.Statuses), solver["iterations"].Integer,
                    solver["passes"].Integer, solver["gradientNorm"].Figure, solver["reason"].Text)
                { DualityGap = solver.Later("dualityGap")?.OptionalNumber },
                Statistics = new FitStatistics
                {
                    Objective = statistics["objective"].Figure,
                    TotalLoss = statistics["totalLoss"].Figure,
                    NullLoss = statistics["nullLoss"].Figure,
                    SaturatedLoss = statistics["saturatedLoss"].Figure,
                    LogWays = statistics["logWays"].Figure,
                    PenalizedLogLikelihood = statistics["penalizedLogLikelihood"].OptionalNumber,
                    Observations = statistics["observations"].Number,
                    Trials = statistics["trials"].Number,
                    Parameters = statistics["parameters"].Integer,
                    NullParameters = encoding.HasIntercept ? 1 : 0,
                    IsMaximumLikelihood = statistics["maximumLikelihood"].Flag,
                },
                TrainingMetrics = file["training"] is { IsNull: false } training ? ReadMetrics(training) : null,
                ConfidenceLevel = file["confidenceLevel"].Number,
                Separation = file["separation"] is { IsNull: false } separation
                    ? new SeparationReport(separation["inWords"].Text, [.. separation["terms"].Items.Select(t => t.Text)], separation["kind"].OneOf(("complete", true), ("quasi-complete", false)),
                        [.. separation["direction"].Properties.Select(d => (d.Name, d.Value.Number))], separation["rowsGaining"].Integer, [.. separation["firstRows"].Items.Select(r => r.Integer - 1)]) : null,
                Strata = file["strata"] is { IsNull: false } strata
                    ? new StrataCounts(strata["all"].Integer, strata["informative"].Integer, strata["informativeRows"].Integer) : null,
                Choice = file.Later("choice") is { IsNull: false } choice ? ReadChoice(choice) : null,
                Calibration = file.Later("calibration") is { IsNull: false } calibration ? CalibrationFile.Read(calibration) : null,
                Warnings = [.. file["warnings"].Items.Select(w => new FitWarning(w["code"].Text, w["message"].Text, [.. w["terms"].Items.Select(t => t.Text)]))],
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
            Rows = training["rows"].Integer,
            Threshold = training["threshold"].Number,
            Confusion = new ConfusionCounts(confusion["tp"].Number, confusion["tn"].Number, confusion["fp"].Number, confusion["fn"].Number),
            LogLoss = training["logLoss"].Figure,
            Brier = training["brier"].Figure,
            Auc = training["auc"].Figure,
            AveragePrecision = training["averagePrecision"].Figure,
        };
    }
}
