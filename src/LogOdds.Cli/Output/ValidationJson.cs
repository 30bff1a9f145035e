using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Selection;

namespace LogOdds.Cli.Output;

/// <summary><c>validate --json</c>.</summary>
internal static class ValidationJson
{
    public static void Write(LogisticModel model, Bootstrap options, OptimismReport report) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.validate/1");
        json.WriteString("formula", model.Encoding.Formula);
        json.WriteNumber("rows", model.Rows.Used);
        json.WriteNumber("replicates", report.Replicates);
        json.WriteNumber("undefined", report.Undefined);
        json.WriteNumber("seed", options.Seed);
        json.WriteStartObject("figures");
        foreach (var estimate in report.Estimates)
        {
            json.WriteStartObject(estimate.Name);
            json.WriteFigure("apparent", estimate.Apparent);
            json.WriteFigure("optimism", estimate.Optimism);
            json.WriteInterval("optimismInterval", estimate.Spread);
            json.WriteFigure("corrected", estimate.Corrected);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    });
}
