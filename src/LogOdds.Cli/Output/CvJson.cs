using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Selection;

namespace LogOdds.Cli.Output;

/// <summary><c>cv --json</c>.</summary>
internal static class CvJson
{
    public static void Write(PathValidation cv, CalibrationMap? map) => JsonOutput.Write(json =>
    {
        var options = cv.Options;
        json.WriteString("schema", "logodds.cv/1");
        PathJson.WriteRows(json, cv.Encoding, cv.RowsUsed, cv.RowsDropped, cv is ClassCrossValidation);
        json.WriteString("standardize", Names.Of(Names.StandardizeKinds, options.Path.Fit.Standardize));
        json.WriteString("measure", MeasureNames.Of(options.Measure));
        json.WriteString("rule", MeasureNames.Of(options.Rule));
        json.WriteNumber("folds", cv.Partitions[0].Count);
        json.WriteNumber("repeats", cv.Partitions.Count);
        json.WriteString("foldColumn", options.FoldColumn);
        json.WriteString("group", options.GroupColumn);
        json.WriteBoolean("stratified", options is { FoldColumn: null, GroupColumn: null, IsStratified: true });
        if (options.FoldColumn is null) json.WriteNumber("seed", options.Seed);
        else json.WriteNull("seed");
        json.WriteStartArray("curves");
        foreach (var curve in cv.Curves)
        {
            json.WriteStartObject();
            PathJson.WritePenalty(json, curve.Penalty);
            json.WriteNumber("lambdaMin", curve.Points[curve.BestIndex].Lambda);
            json.WriteNumber("lambda1se", curve.Points[curve.OneStandardErrorIndex].Lambda);
            json.WriteStartArray("points");
            foreach (var point in curve.Points)
            {
                json.WriteStartObject();
                json.WriteNumber("lambda", point.Lambda);
                json.WriteFigure("mean", point.Mean);
                json.WriteFigure("standardError", point.StandardError);
                json.WriteNumber("nonZero", point.NonZero);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("chosen");
        PathJson.WritePenalty(json, cv.Best.Penalty);
        json.WriteNumber("lambda", cv.Chosen.Lambda);
        json.WriteFigure("mean", cv.Chosen.Mean);
        json.WriteFigure("standardError", cv.Chosen.StandardError);
        json.WriteNumber("nonZero", cv.Chosen.NonZero);
        PathJson.WriteCoefficients(json, cv.Paths[cv.BestPenalty].Points[cv.Best.IndexBy(options.Rule)], cv is ClassCrossValidation several ? several.Classes : []);
        json.WriteEndObject();
        json.WriteCalibration(map);
        json.WriteWarnings(cv.Paths[cv.BestPenalty].Warnings);
    });
}
