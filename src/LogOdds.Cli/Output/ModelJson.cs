using System.Text.Json;
using LogOdds.Inference;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary><c>fit --json</c> and <c>summary --json</c>.</summary>
internal static class ModelJson
{
    public static void Write(LogisticModel model, FitSeconds? seconds, bool hasWords, ContrastTest? test = null) => JsonOutput.Write(json => WriteContent(json, model, seconds, hasWords, test));

    /// <summary>The fields of the object.</summary>
    public static void WriteContent(Utf8JsonWriter json, LogisticModel model, FitSeconds? seconds, bool hasWords, ContrastTest? test = null)
    {
        json.WriteString("schema", "logodds.fit/1");
        json.WriteString("family", model.IsConditional ? "conditional" : "binomial");
        json.WriteString("formula", model.Encoding.Formula);
        json.WriteNumber("rows", model.Rows.Used);
        json.WriteNumber("rowsDropped", model.Rows.Dropped);
        json.WriteTexts("classes", [model.Negative, model.Positive]);
        json.WriteString("positive", model.Positive);
        WritePenalty(json, model.Objective);
        json.WriteString("standardize", Names.Of(Names.StandardizeKinds, model.Objective.Standardize));
        json.WriteChoice(model.Choice);
        json.WriteCalibration(model.Calibration);
        json.WriteSolver(model.Solver);
        var statistics = model.Statistics;
        json.WriteFigure("objective", statistics.Objective);
        json.WriteFigure("logLikelihood", statistics.LogLikelihood);
        json.WriteFigure("deviance", statistics.Deviance);
        json.WriteFigure("nullDeviance", statistics.NullDeviance);
        json.WriteNumber("residualDegreesOfFreedom", statistics.ResidualDegreesOfFreedom);
        json.WriteFigure("aic", statistics.Aic);
        json.WriteFigure("bic", statistics.Bic);
        json.WriteFigure("penalizedLogLikelihood", statistics.PenalizedLogLikelihood);
        WritePseudoR2(json, statistics);
        json.WriteStartArray("coefficients");
        foreach (var c in model.Coefficients)
        {
            json.WriteStartObject();
            json.WriteString("term", c.Term);
            json.WriteNull("class");
            json.WriteFigure("estimate", c.Estimate);
            json.WriteFigure("scaledEstimate", c.ScaledEstimate);
            json.WriteInference(c);
            json.WriteFigure("oddsRatio", c.OddsRatio);
            json.WriteString("limit", Names.Of(Names.Limits, c.Limit));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("standardErrors", Names.Of(Names.CovarianceKinds, model.CovarianceKind));
        json.WriteString("intervals", Names.Of(Names.IntervalKinds, model.Intervals));
        json.WriteNumber("confidenceLevel", model.ConfidenceLevel);
        if (model.TrainingMetrics is { } training)
        {
            json.WriteStartObject("training");
            json.WriteFigure("accuracy", training.Accuracy);
            json.WriteFigure("logLoss", training.LogLoss);
            json.WriteFigure("brier", training.Brier);
            json.WriteFigure("auc", training.Auc);
            json.WriteConfusion(training.Confusion);
            json.WriteEndObject();
        }
        else json.WriteNull("training");
        json.WriteSeparation(model.Separation);
        json.WriteWarnings(model.Warnings);
        if (hasWords)
        {
            json.WriteStartArray("words");
            foreach (var (term, sentence) in model.InWords())
            {
                json.WriteStartObject();
                json.WriteString("term", term);
                json.WriteString("sentence", sentence);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        if (test is not null) Write(json, test);
        if (seconds is null) return;
        json.WriteStartObject("seconds");
        json.WriteNumber("read", seconds.Read);
        json.WriteNumber("fit", seconds.Fit);
        json.WriteNumber("total", seconds.Total);
        json.WriteEndObject();
    }

    /// <summary>What a penalty is, in an object of its own.</summary>
    public static void WritePenalty(Utf8JsonWriter json, ObjectiveStatement objective)
    {
        json.WriteStartObject("penalty");
        json.WriteString("kind", objective.Penalty);
        json.WriteNumber("lambda", objective.Lambda);
        json.WriteNumber("l1Ratio", objective.L1Ratio);
        ObjectiveFile.WriteTerms(json, objective);
        json.WriteEndObject();
    }

    /// <summary>The measures that compare the likelihood with that of the model without columns.</summary>
    public static void WritePseudoR2(Utf8JsonWriter json, FitStatistics statistics)
    {
        json.WriteStartObject("pseudoR2");
        json.WriteFigure("mcFadden", statistics.McFaddenR2);
        json.WriteFigure("coxSnell", statistics.CoxSnellR2);
        json.WriteFigure("nagelkerke", statistics.NagelkerkeR2);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ContrastTest test)
    {
        json.WriteStartObject("test");
        json.WriteStartArray("contrasts");
        foreach (var contrast in test.Contrasts)
        {
            json.WriteStartObject();
            json.WriteString("hypothesis", contrast.Hypothesis);
            json.WriteFigure("estimate", contrast.Estimate);
            json.WriteFigure("standardError", contrast.StandardError);
            json.WriteFigure("z", contrast.Z);
            json.WriteFigure("p", contrast.P);
            json.WriteFigure("low", contrast.Low);
            json.WriteFigure("high", contrast.High);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteFigure("chiSquared", test.Statistic);
        json.WriteNumber("df", test.DegreesOfFreedom);
        json.WriteFigure("p", test.P);
        json.WriteEndObject();
    }
}
