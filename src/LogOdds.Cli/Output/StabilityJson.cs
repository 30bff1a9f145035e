namespace LogOdds.Cli.Output;

/// <summary><c>stable --json</c>.</summary>
internal static class StabilityJson
{
    public static void Write(string formula, StabilitySelection selection) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.stable/1");
        json.WriteString("formula", formula);
        PathJson.WritePenalty(json, selection.Options.Path.Penalty);
        json.WriteNumber("halves", 2 * selection.Options.Pairs);
        json.WriteNumber("seed", selection.Options.Seed);
        json.WriteNumber("threshold", selection.Options.Threshold);
        json.WriteNumber("selectedEachTime", selection.SelectedEachTime);
        json.WriteNumber("falseSelectionBound", selection.FalseSelectionBound);
        json.WriteStartArray("lambda");
        foreach (var lambda in selection.Lambdas) json.WriteNumberValue(lambda);
        json.WriteEndArray();
        json.WriteStartArray("columns");
        foreach (var column in selection.Columns)
        {
            json.WriteStartObject();
            json.WriteString("term", column.Term);
            json.WriteNumber("share", column.Share);
            json.WriteBoolean("stable", column.IsStable);
            json.WriteStartArray("shares");
            foreach (var share in column.Shares) json.WriteNumberValue(share);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
