namespace LogOdds.Lab;

/// <summary>Commands as one types them.</summary>
internal static class CommandText
{
    /// <summary>An argument, in quotes where a shell would take it apart.</summary>
    public static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or ',' or '=' or '~' or '+' or ':' or '@') && argument[0] != '~' ? argument
            : !argument.Contains('"') && !argument.Contains('$') && !argument.Contains('`') && !argument.Contains('\\') && !argument.Contains('!') ? $"\"{argument}\""
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
