using System.Text.Json;

namespace LogOdds.Models;

/// <summary>The objective in a model file.</summary>
internal static class ObjectiveFile
{
    public static void Write(Utf8JsonWriter json, ObjectiveStatement objective)
    {
        json.WriteStartObject("objective");
        json.WriteString("penalty", objective.Penalty);
        json.WriteNumber("lambda", objective.Lambda);
        json.WriteNumber("l1Ratio", objective.L1Ratio);
        WriteTerms(json, objective);
        json.WriteString("standardize", Names.Of(Names.StandardizeKinds, objective.Standardize));
        json.WriteNumber("totalWeight", objective.TotalWeight);
        json.WriteBoolean("classBalanced", objective.IsClassBalanced);
        json.WriteStartObject("classFactors");
        foreach (var (label, factor) in objective.ClassFactors) json.WriteNumber(label, factor);
        json.WriteEndObject();
        json.WriteBoolean("conditional", objective.IsConditional);
        json.WriteEndObject();
    }

    /// <summary>What the penalty does with terms, where that is not the same for all.</summary>
    public static void WriteTerms(Utf8JsonWriter json, ObjectiveStatement objective)
    {
        if (objective.EveryTerm == new TermPenalty()) json.WriteNull("everyTerm");
        else Write(json, "everyTerm", objective.EveryTerm);
        json.WriteStartObject("terms");
        foreach (var (name, term) in objective.TermPenalties) Write(json, name, term);
        json.WriteEndObject();
        json.WriteFigure("adaptivePower", objective.AdaptivePower);
    }

    public static ObjectiveStatement Read(JsonPath objective, bool hasIntercept) =>
        new(objective["penalty"].OneOf([.. new[] { "none", "l2", "l1", "elastic-net", "group-lasso", "firth" }.Select(name => (name, name))]), objective["lambda"].Number,
            objective["standardize"].OneOf(Names.StandardizeKinds), objective["totalWeight"].Number, objective["classBalanced"].Flag, hasIntercept, objective["conditional"].Flag)
        {
            L1Ratio = objective.Later("l1Ratio")?.Number ?? 0,
            EveryTerm = objective.Later("everyTerm") is { IsNull: false } every ? ReadTerm(every) : new TermPenalty(),
            TermPenalties = objective.Later("terms")?.Properties.ToDictionary(term => term.Name, term => ReadTerm(term.Value)) ?? [],
            AdaptivePower = objective.Later("adaptivePower")?.OptionalNumber,
            ClassFactors = objective.Later("classFactors")?.Properties.ToDictionary(factor => factor.Name, factor => factor.Value.Number) ?? [],
        };

    private static void Write(Utf8JsonWriter json, string name, TermPenalty term)
    {
        json.WriteStartObject(name);
        json.WriteNumber("factor", term.Factor);
        json.WriteNumber("target", term.Target);
        json.WriteFigure("lower", term.Lower);
        json.WriteFigure("upper", term.Upper);
        json.WriteEndObject();
    }

    private static TermPenalty ReadTerm(JsonPath term) => new()
    {
        Factor = term["factor"].Number,
        Target = term["target"].Number,
        Lower = term["lower"].OptionalNumber ?? double.NegativeInfinity,
        Upper = term["upper"].OptionalNumber ?? double.PositiveInfinity,
    };
}
