using System.Text.Json;
using LogOdds.Data;

namespace LogOdds.Models;

/// <summary>Models of several classes as JSON: the fields of a model of two, and those that only several classes have.</summary>
internal static class ClassModelFile
{
    // The version in which such models came to be: earlier releases say that the file is of a later one.
    private const string Schema = "logodds.model/3";

    private static readonly (string Name, ClassModelKind Value)[] Kinds = [("multinomial", ClassModelKind.Multinomial), ("ordinal", ClassModelKind.Ordinal)];

    /// <summary>What a kind of model is called in files and by the command.</summary>
    public static string FamilyOf(ClassModelKind kind) => Names.Of(Kinds, kind);

    /// <summary>Whether a file says that it holds such a model.</summary>
    public static bool Is(JsonPath file) => file.Later("family") is { } family && Kinds.Any(kind => kind.Name == family.Text);

    public static void Write(Utf8JsonWriter json, ClassModel model)
    {
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteString("family", FamilyOf(model.Kind));
        json.WriteBoolean("symmetric", model.IsSymmetric);
        json.WriteString("formula", model.Encoding.Formula);
        EncodingFile.Write(json, model.Encoding);
        ModelFileParts.WriteCoefficients(json, model.Coefficients);
        ModelFileParts.WriteCovariance(json, model.Covariance);
        json.WriteNumber("confidenceLevel", model.ConfidenceLevel);
        ModelFileParts.WriteRoles(json, model.Roles);
        ObjectiveFile.Write(json, model.Objective);
        json.WriteStartObject("rows");
        ModelFileParts.WriteRowsUsed(json, model.Rows.Read, model.Rows.Used, model.Rows.MissingByColumn);
        json.WriteStartArray("byClass");
        foreach (var count in model.Rows.ByClass) json.WriteNumberValue(count);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteSolver(model.Solver);
        ModelFileParts.WriteStatistics(json, model.Statistics);
        json.WriteStartObject("training");
        json.WriteNumber("accuracy", model.TrainingAccuracy);
        json.WriteNumber("logLoss", model.TrainingLogLoss);
        json.WriteEndObject();
        json.WriteWarnings(model.Warnings);
        json.WriteEndObject();
    }

    public static ClassModel Read(JsonPath file)
    {
        if (!Is(file)) throw new UnusableDataException("this is not a model file of several classes");
        if (file["schema"].Text != Schema) throw new UnusableDataException($"the model file was written by a later version ({file["schema"].Text}; this one reads {Schema})", remedy: "Update LogOdds.");
        var encoding = EncodingFile.Read(file);
        var (kind, rows) = (file["family"].OneOf(Kinds), file["rows"]);
        try
        {
            return new ClassModel(kind, file["symmetric"].Flag, encoding, ModelFileParts.ReadCoefficients(file))
            {
                Covariance = ModelFileParts.ReadCovariance(file),
                Roles = ModelFileParts.ReadRoles(file),
                Objective = ObjectiveFile.Read(file["objective"], encoding.HasIntercept),
                Rows = new ClassRows(rows["read"].Long, rows["used"].Long, rows["missing"].Properties.ToDictionary(m => m.Name, m => m.Value.Long), [.. rows["byClass"].Items.Select(count => count.Integer)]),
                Solver = ModelFileParts.ReadSolver(file),
                Statistics = ModelFileParts.ReadStatistics(file, nullParameters: encoding.HasIntercept ? encoding.Response.Levels.Count - 1 : 0),
                TrainingAccuracy = file["training"]["accuracy"].Number,
                TrainingLogLoss = file["training"]["logLoss"].Number,
                ConfidenceLevel = file["confidenceLevel"].Number,
                Warnings = ModelFileParts.ReadWarnings(file),
            };
        }
        catch (ArgumentException e)
        {
            throw file.Problem(e.Message);
        }
    }
}
