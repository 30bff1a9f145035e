using System.Text.Json;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds.Cli.Output;

/// <summary><c>path --json</c>.</summary>
internal static class PathJson
{
    public static void Write(PenaltyPath path) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.path/1");
        WriteRows(json, path.Encoding, path.RowsUsed, path.RowsDropped, path is ClassPath);
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
            WriteCoefficients(json, point, path is ClassPath several ? several.Classes : []);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteWarnings(path.Warnings);
    });

    /// <summary>What was fitted to which rows.</summary>
    public static void WriteRows(Utf8JsonWriter json, Encoding encoding, int used, int dropped, bool isOfSeveral)
    {
        json.WriteString("family", isOfSeveral ? "multinomial" : "binomial");
        json.WriteString("formula", encoding.Formula);
        json.WriteNumber("rows", used);
        json.WriteNumber("rowsDropped", dropped);
        json.WriteTexts("classes", encoding.Response.Levels);
        json.WriteString("positive", isOfSeveral ? null : encoding.Response.Positive);
    }

    public static void WritePenalty(Utf8JsonWriter json, IProximalPenalty penalty)
    {
        json.WriteStartObject("penalty");
        json.WriteString("kind", penalty.Name);
        json.WriteNumber("l1Ratio", penalty.L1Ratio);
        json.WriteEndObject();
    }

    /// <summary>The coefficients that are not 0, by term; of several classes, by class and term.</summary>
    public static void WriteCoefficients(Utf8JsonWriter json, PathPoint point, IReadOnlyList<string> classes)
    {
        json.WriteStartObject("coefficients");
        if (classes.Count == 0) WriteVector(json, point.Intercept, point.Coefficients);
        for (var k = 0; k < classes.Count; k++)
        {
            json.WriteStartObject(classes[k]);
            WriteVector(json, point.Intercepts.Count == 0 ? null : point.Intercepts[k], point.Coefficients.Where(slope => slope.Class == classes[k]));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter json, double? intercept, IEnumerable<PathCoefficient> slopes)
    {
        if (intercept is { } value) json.WriteNumber(LogisticModel.InterceptTerm, value);
        foreach (var slope in slopes) json.WriteNumber(slope.Term, slope.Estimate);
    }
}
