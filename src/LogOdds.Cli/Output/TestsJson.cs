using System.Text.Json;
using LogOdds.Inference;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary><c>anova --json</c>.</summary>
internal static class TestsJson
{
    public static void Write(LogisticModel model, string kind, IReadOnlyList<TermTest> tests, TermTest? global) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.anova/1");
        json.WriteString("formula", model.Encoding.Formula);
        json.WriteString("kind", kind);
        json.WriteNumber("rows", model.Rows.Used);
        json.WriteFigure("deviance", model.Statistics.Deviance);
        json.WriteFigure("nullDeviance", model.Statistics.NullDeviance);
        json.WriteStartArray("tests");
        foreach (var test in tests) Write(json, test);
        json.WriteEndArray();
        if (global is null) return;
        json.WritePropertyName("global");
        Write(json, global);
    });

    private static void Write(Utf8JsonWriter json, TermTest test)
    {
        json.WriteStartObject();
        WriteFigures(json, test);
        json.WriteFigure("wald", test.Wald);
        json.WriteFigure("waldP", test.WaldP);
        json.WriteEndObject();
    }

    /// <summary>The figures that tests of two classes and of several have in common.</summary>
    public static void WriteFigures(Utf8JsonWriter json, TermTest test)
    {
        json.WriteString("term", test.Name);
        json.WriteNumber("df", test.DegreesOfFreedom);
        json.WriteFigure("deviance", test.Deviance);
        json.WriteFigure("aic", test.Aic);
        json.WriteFigure("likelihoodRatio", test.LikelihoodRatio);
        json.WriteFigure("likelihoodRatioP", test.LikelihoodRatioP);
        json.WriteFigure("score", test.Score);
        json.WriteFigure("scoreP", test.ScoreP);
    }
}
