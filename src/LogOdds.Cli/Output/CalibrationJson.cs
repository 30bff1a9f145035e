using System.Text.Json;
using LogOdds.Inference;
using LogOdds.Models;
using LogOdds.Selection;

namespace LogOdds.Cli.Output;

/// <summary><c>calibrate --json</c>.</summary>
internal static class CalibrationJson
{
    public static void Write(CalibrationReport report, long seed) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.calibrate/1");
        json.WriteNumber("rows", report.Rows);
        json.WriteNumber("folds", report.Folds);
        json.WriteNumber("seed", seed);
        json.WriteCalibration(report.Map);
        Write(json, "before", report.Before);
        Write(json, "after", report.After);
    });

    private static void Write(Utf8JsonWriter json, string name, CalibrationScores scores)
    {
        json.WriteStartObject(name);
        json.WriteFigure("slope", scores.Fit.Slope);
        json.WriteFigure("intercept", scores.Fit.Intercept);
        json.WriteFigure("inTheLarge", scores.Fit.InTheLarge);
        json.WriteFigure("logLoss", scores.LogLoss);
        json.WriteFigure("brier", scores.Brier);
        json.WriteEndObject();
    }
}
