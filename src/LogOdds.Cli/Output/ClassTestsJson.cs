using System.Text.Json;
using LogOdds.Inference;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary><c>anova --json</c> of several classes.</summary>
internal static class ClassTestsJson
{
    public static void Write(ClassTests tests) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.anova/1");
        json.WriteString("formula", tests.Model.Encoding.Formula);
        json.WriteString("kind", "drop");
        json.WriteNumber("rows", tests.Model.Rows.Used);
        json.WriteFigure("deviance", tests.Model.Statistics.Deviance);
        json.WriteFigure("nullDeviance", tests.Model.Statistics.NullDeviance);
        Write(json, "tests", tests.Terms);
        json.WritePropertyName("global");
        Write(json, tests.Global);
        Write(json, "proportionalOdds", tests.Parallel);
    });

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<TermTest> tests)
    {
        json.WriteStartArray(name);
        foreach (var test in tests) Write(json, test);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, TermTest test)
    {
        json.WriteStartObject();
        TestsJson.WriteFigures(json, test);
        json.WriteEndObject();
    }
}
