using System.CommandLine;
using LogOdds.Models;

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

    /// <summary>An option that takes the names of values.</summary>
    public static Option<string> Of<T>(string name, string description, (string Name, T Value)[] values, T standard)
    {
        var words = new List<string> { Names.Of(values, standard) };
        foreach (var (word, _) in values)
            if (word != words[0]) words.Add(word);
        return Of(name, description, [.. words]);
    }
}
