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
    /// <param name="first">The file, to be read strictly.</param>
    /// <param name="file">The same, to be changed.</param>
    /// <exception cref="InvalidOperationException">A field is absent or of the wrong kind.</exception>
    public static JsonObject ToVersion2(JsonPath first, JsonObject file)
    {
        var response = first["response"];
        file["response"] = new JsonObject
        {
            ["kind"] = "classes",
            ["expression"] = Formula.Quote(response["column"].Text),
            ["negative"] = response["negative"].Text,
            ["positive"] = response["positive"].Text,
        };
        var predictors = first["predictors"].Items.ToArray();
        file["intercept"] = true;
        file["variables"] = new JsonArray([.. predictors.Select(VariableOf)]);
        file["terms"] = new JsonArray([.. predictors.Select(predictor => new JsonObject { ["variables"] = new JsonArray(predictor["column"].Text), ["full"] = new JsonArray() })]);
        file["offsets"] = first["offset"].OptionalText is { } offset ? new JsonArray(Formula.Quote(offset)) : [];
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

    private static JsonObject VariableOf(JsonPath predictor)
    {
        var column = predictor["column"].Text;
        return predictor["kind"].OneOf(("numeric", false), ("factor", true))
            ? new JsonObject { ["name"] = column, ["kind"] = "factor", ["column"] = column, ["coding"] = "treatment", ["levels"] = new JsonArray([.. predictor["levels"].Items.Select(level => JsonValue.Create(level.Text))]) }
            : new JsonObject { ["name"] = column, ["kind"] = "numeric", ["expression"] = Formula.Quote(column), ["switch"] = false };
    }

    private static JsonNode Field(JsonObject parent, string name) => parent[name] ?? throw new InvalidOperationException($"there is no '{name}'");
}
