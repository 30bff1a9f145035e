using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary><c>fit --json</c> and <c>summary --json</c> of several classes: the fields of two, and null where several have no such figure.</summary>
internal static class ClassModelJson
{
    public static void Write(ClassModel model, FitSeconds? seconds) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.fit/1");
        json.WriteString("family", ClassModelFile.FamilyOf(model.Kind));
        json.WriteString("formula", model.Encoding.Formula);
        json.WriteNumber("rows", model.Rows.Used);
        json.WriteNumber("rowsDropped", model.Rows.Dropped);
        json.WriteTexts("classes", model.Classes);
        json.WriteString("reference", model.Reference);
        json.WriteNull("positive");
        json.WriteStartObject("rowsByClass");
        foreach (var (label, rows) in model.Classes.Zip(model.Rows.ByClass)) json.WriteNumber(label, rows);
        json.WriteEndObject();
        ModelJson.WritePenalty(json, model.Objective);
        json.WriteString("standardize", Names.Of(Names.StandardizeKinds, model.Objective.Standardize));
        json.WriteSolver(model.Solver);
        var statistics = model.Statistics;
        json.WriteFigure("objective", statistics.Objective);
        json.WriteFigure("logLikelihood", statistics.LogLikelihood);
        json.WriteFigure("deviance", statistics.Deviance);
        json.WriteFigure("nullDeviance", statistics.NullDeviance);
        json.WriteNumber("parameters", statistics.Parameters);
        json.WriteFigure("aic", statistics.Aic);
        json.WriteFigure("bic", statistics.Bic);
        ModelJson.WritePseudoR2(json, statistics);
        json.WriteStartArray("coefficients");
        foreach (var c in model.Coefficients)
        {
            json.WriteStartObject();
            json.WriteString("term", c.Term);
            json.WriteString("class", c.Class);
            json.WriteFigure("estimate", c.Estimate);
            json.WriteFigure("scaledEstimate", c.ScaledEstimate);
            json.WriteInference(c);
            json.WriteFigure("oddsRatio", c.OddsRatio);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("confidenceLevel", model.ConfidenceLevel);
        json.WriteStartObject("training");
        json.WriteFigure("accuracy", model.TrainingAccuracy);
        json.WriteFigure("logLoss", model.TrainingLogLoss);
        json.WriteEndObject();
        json.WriteWarnings(model.Warnings);
        if (seconds is null) return;
        json.WriteStartObject("seconds");
        json.WriteNumber("read", seconds.Read);
        json.WriteNumber("fit", seconds.Fit);
        json.WriteNumber("total", seconds.Total);
        json.WriteEndObject();
    });
}
