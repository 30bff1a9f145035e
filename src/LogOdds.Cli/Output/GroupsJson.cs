namespace LogOdds.Cli.Output;

/// <summary><c>fit --by --json</c>.</summary>
internal static class GroupsJson
{
    public static void Write(string by, string formula, IReadOnlyList<GroupFit> groups, bool hasWords) => JsonOutput.Write(json =>
    {
        json.WriteString("schema", "logodds.fit-by/1");
        json.WriteString("formula", formula);
        json.WriteString("by", by);
        json.WriteNumber("failed", groups.Count(group => group.Model is null));
        json.WriteStartArray("groups");
        foreach (var group in groups)
        {
            json.WriteStartObject();
            json.WriteString("group", group.Group);
            json.WriteNumber("rows", group.Rows);
            json.WriteString("status", GroupsView.StatusOf(group));
            json.WriteString("problem", group.Problem);
            if (group.Model is { } model)
            {
                json.WriteStartObject("fit");
                ModelJson.WriteContent(json, model, seconds: null, hasWords);
                json.WriteEndObject();
            }
            else json.WriteNull("fit");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
