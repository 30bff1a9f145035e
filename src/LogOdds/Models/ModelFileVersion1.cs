using System.Text.Json.Nodes;
using LogOdds.Formulas;

namespace LogOdds.Models;

/// <summary>
/// Brings a model file of version 1 to version 2. The first version knew columns and factors without functions or products, and kept
/// neither covariance nor the columns of weights.
/// </summary>
internal static class ModelFileVersion1
{
    /// <summary>The file as version 2 has it.</summary>
    /// <exception cref="InvalidOperationException">A field is absent or of the wrong kind.</exception>
    public static JsonObject ToVersion2(JsonObject file)
    {
        var response = Field(file, "response").AsObject();
        file["response"] = new JsonObject
        {
            ["kind"] = "classes",
            ["expression"] = Formula.Quote(Text(response, "column")),
            ["negative"] = Text(response, "negative"),
            ["positive"] = Text(response, "positive"),
        };
        var predictors = Field(file, "predictors").AsArray().Select(predictor => predictor!.AsObject()).ToArray();
        file["intercept"] = true;
        file["variables"] = new JsonArray([.. predictors.Select(VariableOf)]);
        file["terms"] = new JsonArray([.. predictors.Select(predictor => new JsonObject { ["variables"] = new JsonArray(Text(predictor, "column")), ["full"] = new JsonArray() })]);
        file["offsets"] = file["offset"] is { } offset ? new JsonArray(Formula.Quote(offset.GetValue<string>())) : [];
        foreach (var coefficient in Field(file, "coefficients").AsArray()) coefficient!.AsObject()["limit"] = "finite";
        file["predictionIntercept"] = null;
        (file["errors"], file["intervals"], file["covariance"]) = ("model", "wald", null);
        file["roles"] = new JsonObject { ["weights"] = null, ["weightKind"] = "precision", ["cluster"] = null, ["strata"] = null };
        Field(file, "objective").AsObject()["conditional"] = false;
        var statistics = Field(file, "statistics").AsObject();
        statistics["totalLoss"] = -Field(statistics, "logLikelihood").GetValue<double>();
        statistics["nullLoss"] = Field(statistics, "nullDeviance").GetValue<double>() / 2;
        (statistics["saturatedLoss"], statistics["logWays"], statistics["penalizedLogLikelihood"]) = (0, 0, null);
        statistics["trials"] = Field(statistics, "observations").DeepClone();
        (file["separation"], file["strata"]) = (null, null);
        return file;
    }

    private static JsonObject VariableOf(JsonObject predictor)
    {
        var column = Text(predictor, "column");
        return Text(predictor, "kind") == "factor"
            ? new JsonObject { ["name"] = column, ["kind"] = "factor", ["column"] = column, ["coding"] = "treatment", ["levels"] = Field(predictor, "levels").DeepClone() }
            : new JsonObject { ["name"] = column, ["kind"] = Text(predictor, "kind"), ["expression"] = Formula.Quote(column) };
    }

    private static JsonNode Field(JsonObject parent, string name) => parent[name] ?? throw new InvalidOperationException($"there is no '{name}'");

    private static string Text(JsonObject parent, string name) => Field(parent, name).GetValue<string>();
}
