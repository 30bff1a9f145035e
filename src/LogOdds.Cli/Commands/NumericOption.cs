using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LogOdds.Cli.Commands;

/// <summary>Options that take a number, written the same in every country.</summary>
internal static class NumericOption
{
    public static Option<double?> Real(string name, string description) => Create<double>(name, description, "X", "a number", NumberStyles.Float);

    public static Option<T?> Whole<T>(string name, string description) where T : struct, System.Numerics.IBinaryInteger<T> => Create<T>(name, description, "N", "a whole number", NumberStyles.Integer);

    /// <summary>An option that takes numbers with commas between them.</summary>
    public static Option<double[]?> List(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X,…",
        CustomParser = result =>
        {
            var numbers = new List<double>();
            foreach (var text in result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries))
            {
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number)) numbers.Add(number);
                else result.AddError($"{name}: '{text}' is not a number; write them with commas between, as 0.1,0.01.");
            }
            return [.. numbers];
        },
    };

    private static Option<T?> Create<T>(string name, string description, string helpName, string kind, NumberStyles style) where T : struct, System.Numerics.INumber<T> => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Parse<T>(result, name, kind, style),
    };

    private static T? Parse<T>(ArgumentResult result, string name, string kind, NumberStyles style) where T : struct, System.Numerics.INumber<T>
    {
        var text = result.Tokens[0].Value;
        if (T.TryParse(text, style, CultureInfo.InvariantCulture, out var value) && !T.IsNaN(value)) return value;
        result.AddError($"{name} '{text}' is not {kind}.");
        return null;
    }
}
