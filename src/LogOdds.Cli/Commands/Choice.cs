using System.CommandLine;

namespace LogOdds.Cli.Commands;

/// <summary>Options that take one of some words.</summary>
internal static class Choice
{
    /// <summary>An option whose default is the first of its values.</summary>
    public static Option<string> Of(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join("|", values), DefaultValueFactory = _ => values[0] };
        return option.AcceptOnlyFromAmong(values);
    }
}
