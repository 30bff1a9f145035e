using System.Text.Json;
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
    private const string Schema = Family + "1";

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
        using (document) return Read(new JsonPath(document.RootElement, ""));
    }

    private static void Write(Utf8JsonWriter json, LogisticModel model)
    {
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("family", "binomial");
        json.WriteString("formula", model.Encoding.Formula);
        json.WriteStartObject("response");
        json.WriteString("column", model.Encoding.Response.Column);
        json.WriteString("negative", model.Negative);
        json.WriteString("positive", model.Positive);
        json.WriteEndObject();
        json.WriteStartArray("predictors");
        foreach (var predictor in model.Encoding.Predictors)
        {
            json.WriteStartObject();
            json.WriteString("kind", predictor is FactorPredictor ? "factor" : "numeric");
            json.WriteString("column", predictor.Column);
            if (predictor is FactorPredictor factor) json.WriteTexts("levels", factor.Levels);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("offset", model.Encoding.Offset);
        json.WriteStartArray("coefficients");
        foreach (var c in model.Coefficients)
        {
            json.WriteStartObject();
            json.WriteString("term", c.Term);
            json.WriteFigure("estimate", c.Estimate);
            json.WriteFigure("scaledEstimate", c.ScaledEstimate);
            json.WriteFigure("center", c.Center);
            json.WriteFigure("scale", c.Scale);
            json.WriteInference(c);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("confidenceLevel", model.ConfidenceLevel);
        json.WriteStartObject("objective");
        json.WriteString("penalty", model.Objective.Penalty);
        json.WriteNumber("lambda", model.Objective.Lambda);
        json.WriteString("standardize", Names.Of(Names.StandardizeKinds, model.Objective.Standardize));
        json.WriteNumber("totalWeight", model.Objective.TotalWeight);
        json.WriteBoolean("classBalanced", model.Objective.IsClassBalanced);
        json.WriteEndObject();
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
        json.WriteFigure("logLikelihood", model.Statistics.LogLikelihood);
        json.WriteFigure("nullDeviance", model.Statistics.NullDeviance);
        json.WriteNumber("observations", model.Statistics.Observations);
        json.WriteNumber("parameters", model.Statistics.Parameters);
        json.WriteBoolean("maximumLikelihood", model.Statistics.IsMaximumLikelihood);
        json.WriteEndObject();
        json.WriteStartObject("training");
        json.WriteNumber("rows", model.Training.Rows);
        json.WriteNumber("threshold", model.Training.Threshold);
        json.WriteConfusion(model.Training.Confusion);
        json.WriteFigure("logLoss", model.Training.LogLoss);
        json.WriteFigure("brier", model.Training.Brier);
        json.WriteFigure("auc", model.Training.Auc);
        json.WriteFigure("averagePrecision", model.Training.AveragePrecision);
        json.WriteEndObject();
        json.WriteWarnings(model.Warnings);
        json.WriteEndObject();
    }

    private static LogisticModel Read(JsonPath file)
    {
        RequireSchema(file);
        var response = file["response"];
        var encoding = new Encoding(file["formula"].Text,
            new ResponseCoding(response["column"].Text, response["negative"].Text, response["positive"].Text),
            [.. file["predictors"].Items.Select(ReadPredictor)], file["offset"].OptionalText);
        var coefficients = file["coefficients"].Items.Select(c => new Coefficient
        {
            Term = c["term"].Text,
            Estimate = c["estimate"].OptionalNumber,
            ScaledEstimate = c["scaledEstimate"].OptionalNumber,
            Center = c["center"].OptionalNumber,
            Scale = c["scale"].OptionalNumber,
            StandardError = c["standardError"].OptionalNumber,
            Z = c["z"].OptionalNumber,
            P = c["p"].OptionalNumber,
            Low = c["low"].OptionalNumber,
            High = c["high"].OptionalNumber,
        }).ToArray();
        var objective = file["objective"];
        var rows = file["rows"];
        var solver = file["solver"];
        var statistics = file["statistics"];
        try
        {
            return new LogisticModel(encoding, coefficients,
                new ObjectiveStatement(objective["penalty"].OneOf(("none", "none"), ("l2", "l2")), objective["lambda"].Number,
                    objective["standardize"].OneOf(Names.StandardizeKinds), objective["totalWeight"].Number, objective["classBalanced"].Flag),
                new RowCounts(rows["read"].Integer, rows["used"].Integer, rows["missing"].Properties.ToDictionary(m => m.Name, m => m.Value.Integer),
                    rows["negatives"].Integer, rows["positives"].Integer),
                new SolverReport(solver["name"].Text, solver["status"].OneOf(Names.Statuses), solver["iterations"].Integer,
                    solver["passes"].Integer, solver["gradientNorm"].Figure, solver["reason"].Text),
                new FitStatistics
                {
                    Objective = statistics["objective"].Figure,
                    LogLikelihood = statistics["logLikelihood"].Figure,
                    NullDeviance = statistics["nullDeviance"].Figure,
                    Observations = statistics["observations"].Integer,
                    Parameters = statistics["parameters"].Integer,
                    IsMaximumLikelihood = statistics["maximumLikelihood"].Flag,
                },
                ReadMetrics(file["training"]), file["confidenceLevel"].Number,
                [.. file["warnings"].Items.Select(w => new FitWarning(w["code"].Text, w["message"].Text, [.. w["terms"].Items.Select(t => t.Text)]))]);
        }
        catch (ArgumentException e)
        {
            throw file.Problem(e.Message);
        }
    }

    private static void RequireSchema(JsonPath file)
    {
        var schema = file["schema"].Text;
        if (schema == Schema) return;
        throw schema.StartsWith(Family, StringComparison.Ordinal) && int.TryParse(schema.AsSpan(Family.Length), out var version) && version > 1
            ? new UnusableDataException($"the model file was written by a later version ({schema}; this one reads {Schema})", remedy: "Update LogOdds.")
            : new UnusableDataException($"this is not a model file: its schema is '{schema}'", remedy: $"A model file starts with \"schema\": \"{Schema}\".");
    }

    private static Predictor ReadPredictor(JsonPath predictor)
    {
        var column = predictor["column"].Text;
        return predictor["kind"].OneOf(("numeric", false), ("factor", true))
            ? new FactorPredictor(column, predictor["levels"].Items.Select(level => level.Text))
            : new NumericPredictor(column);
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
