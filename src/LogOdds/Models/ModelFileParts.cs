using System.Text.Json;

namespace LogOdds.Models;

/// <summary>The parts that model files of two classes and of several have in common.</summary>
internal static class ModelFileParts
{
    // Beyond this many coefficients a covariance matrix would be most of the file.
    private const int MaxCovarianceTerms = 500;

    public static void WriteCoefficients(Utf8JsonWriter json, IEnumerable<Coefficient> coefficients)
    {
        json.WriteStartArray("coefficients");
        foreach (var c in coefficients) WriteCoefficient(json, c);
        json.WriteEndArray();
    }

    public static void WriteCoefficient(Utf8JsonWriter json, Coefficient c)
    {
        json.WriteStartObject();
        json.WriteString("term", c.Term);
        if (c.Class is not null) json.WriteString("class", c.Class);
        json.WriteFigure("estimate", c.Estimate);
        json.WriteFigure("scaledEstimate", c.ScaledEstimate);
        json.WriteFigure("center", c.Center);
        json.WriteFigure("scale", c.Scale);
        json.WriteString("limit", Names.Of(Names.Limits, c.Limit));
        json.WriteInference(c);
        json.WriteEndObject();
    }

    public static Coefficient[] ReadCoefficients(JsonPath file) => [.. file["coefficients"].Items.Select(c => new Coefficient
    {
        Term = c["term"].Text,
        Class = c.Later("class")?.OptionalText,
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
    })];

    public static void WriteCovariance(Utf8JsonWriter json, CovarianceMatrix? covariance)
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

    public static CovarianceMatrix? ReadCovariance(JsonPath file) => file["covariance"] is { IsNull: false } covariance
        ? new CovarianceMatrix([.. covariance["terms"].Items.Select(t => t.Text)], [.. covariance["lowerTriangle"].Items.Select(v => v.Number)]) : null;

    public static void WriteRowsUsed(Utf8JsonWriter json, long read, long used, IReadOnlyDictionary<string, long> missing)
    {
        json.WriteNumber("read", read);
        json.WriteNumber("used", used);
        json.WriteStartObject("missing");
        foreach (var (column, count) in missing) json.WriteNumber(column, count);
        json.WriteEndObject();
    }

    public static void WriteRoles(Utf8JsonWriter json, ColumnRoles roles)
    {
        json.WriteStartObject("roles");
        json.WriteString("weights", roles.Weights);
        json.WriteString("weightKind", Names.Of(Names.WeightKinds, roles.WeightKind));
        json.WriteString("cluster", roles.Cluster);
        json.WriteString("strata", roles.Strata);
        json.WriteEndObject();
    }

    public static ColumnRoles ReadRoles(JsonPath file)
    {
        var roles = file["roles"];
        return new ColumnRoles(roles["weights"].OptionalText, roles["weightKind"].OneOf(Names.WeightKinds), roles["cluster"].OptionalText, roles["strata"].OptionalText);
    }

    public static SolverReport ReadSolver(JsonPath file)
    {
        var solver = file["solver"];
        return new SolverReport(solver["name"].Text, solver["status"].OneOf(Names.Statuses), solver["iterations"].Integer, solver["passes"].Integer, solver["gradientNorm"].Figure, solver["reason"].Text)
        {
            DualityGap = solver.Later("dualityGap")?.OptionalNumber,
        };
    }

    public static void WriteStatistics(Utf8JsonWriter json, FitStatistics statistics)
    {
        json.WriteStartObject("statistics");
        json.WriteFigure("objective", statistics.Objective);
        json.WriteFigure("totalLoss", statistics.TotalLoss);
        json.WriteFigure("nullLoss", statistics.NullLoss);
        json.WriteFigure("saturatedLoss", statistics.SaturatedLoss);
        json.WriteFigure("logWays", statistics.LogWays);
        json.WriteFigure("penalizedLogLikelihood", statistics.PenalizedLogLikelihood);
        json.WriteNumber("observations", statistics.Observations);
        json.WriteNumber("trials", statistics.Trials);
        json.WriteNumber("parameters", statistics.Parameters);
        json.WriteBoolean("maximumLikelihood", statistics.IsMaximumLikelihood);
        json.WriteEndObject();
    }

    public static FitStatistics ReadStatistics(JsonPath file, int nullParameters)
    {
        var statistics = file["statistics"];
        return new FitStatistics
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
            NullParameters = nullParameters,
            IsMaximumLikelihood = statistics["maximumLikelihood"].Flag,
        };
    }

    public static FitWarning[] ReadWarnings(JsonPath file) => [.. file["warnings"].Items.Select(w => new FitWarning(w["code"].Text, w["message"].Text, [.. w["terms"].Items.Select(t => t.Text)]))];
}
