using System.Text.Json;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds.Cli.Output;

/// <summary><c>path --json</c>.</summary>
internal static class PathJson
{
    public static void Write(RegularizationPath path) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.path/1");
        WriteRows(json, path.Encoding, path.Rows);
        json.WriteNumber("columns", path.Columns);
        WritePenalty(json, path.Options.Penalty);
        json.WriteString("standardize", Names.Of(Names.StandardizeKinds, path.Options.Fit.Standardize));
        json.WriteNumber("nullDeviance", path.NullDeviance);
        json.WriteTexts("terms", path.Encoding.Terms);
        json.WriteStartArray("points");
        foreach (var point in path.Points)
        {
            json.WriteStartObject();
            json.WriteNumber("lambda", point.Lambda);
            json.WriteNumber("nonZero", point.NonZero);
            json.WriteNumber("devianceRatio", point.DevianceRatio);
            json.WriteNumber("deviance", point.Deviance);
            json.WriteFigure("degreesOfFreedom", point.DegreesOfFreedom);
            json.WriteFigure("aic", point.Aic);
            json.WriteFigure("bic", point.Bic);
            json.WriteFigure("ebic", point.Ebic);
            json.WriteFigure("objective", point.Objective);
            json.WriteFigure("dualityGap", point.DualityGap);
            json.WriteFigure("gradientNorm", point.GradientNorm);
            json.WriteBoolean("converged", point.IsConverged);
            json.WriteNumber("passes", point.Passes);
            WriteCoefficients(json, point);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteWarnings(path.Warnings);
    });

    /// <summary>What was fitted to which rows.</summary>
    public static void WriteRows(Utf8JsonWriter json, Encoding encoding, RowCounts rows)
    {
        json.WriteString("formula", encoding.Formula);
        json.WriteNumber("rows", rows.Used);
        json.WriteNumber("rowsDropped", rows.Dropped);
        json.WriteTexts("classes", [encoding.Response.Negative, encoding.Response.Positive]);
        json.WriteString("positive", encoding.Response.Positive);
    }

    public static void WritePenalty(Utf8JsonWriter json, IProximalPenalty penalty)
    {
        json.WriteStartObject("penalty");
        json.WriteString("kind", penalty.Name);
        json.WriteNumber("l1Ratio", penalty.L1Ratio);
        json.WriteEndObject();
    }

    /// <summary>The coefficients that are not 0, by term.</summary>
    public static void WriteCoefficients(Utf8JsonWriter json, PathPoint point)
    {
        json.WriteStartObject("coefficients");
        if (point.Intercept is { } intercept) json.WriteNumber(LogisticModel.InterceptTerm, intercept);
        foreach (var slope in point.Coefficients) json.WriteNumber(slope.Term, slope.Estimate);
        json.WriteEndObject();
    }
}
