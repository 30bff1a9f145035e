using System.Globalization;

namespace LogOdds.Bench;

/// <summary>The options of <c>suite</c>.</summary>
internal sealed record SuiteOptions
{
    public IReadOnlyList<string> Cases { get; init; } = [];

    /// <summary>Timed samples of each contestant.</summary>
    public int Repeat { get; init; } = 5;

    /// <summary>Where results go.</summary>
    public string Out { get; init; } = "bench/results";

    /// <summary>Where charts go; null for the repository's, or beside the results of a run at another scale.</summary>
    public string? Charts { get; init; }

    /// <summary>Where data sets are written, and deleted again; null for the system's temporary folder.</summary>
    public string? Temporary { get; init; }

    /// <summary>A factor on the rows, for trying out.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Seconds that a call may take. A contestant takes no further sample once its samples took this long together.</summary>
    public double Limit { get; init; } = 120;

    /// <summary>The published command, for cases of whole processes.</summary>
    public string? Cli { get; init; }

    /// <summary>Threads of every contestant; 0 for what each takes by itself.</summary>
    public int Threads { get; init; }

    public long Seed { get; init; } = 1;

    public string ChartFolder => Charts ?? (Scale == 1 ? "docs/images" : Out);

    public static SuiteOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new SuiteOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                options = options with { Cases = [.. options.Cases, arguments[i]] };
                continue;
            }
            if (i + 1 == arguments.Count) throw new UsageException($"{arguments[i]} needs a value");
            var value = arguments[i + 1];
            options = arguments[i++] switch
            {
                "--repeat" => options with { Repeat = (int)Number(value) },
                "--out" => options with { Out = value },
                "--charts" => options with { Charts = value },
                "--temporary" => options with { Temporary = value },
                "--scale" => options with { Scale = Number(value) },
                "--limit" => options with { Limit = Number(value) },
                "--cli" => options with { Cli = value },
                "--threads" => options with { Threads = (int)Number(value) },
                "--seed" => options with { Seed = (long)Number(value) },
                var unknown => throw new UsageException($"there is no option {unknown}"),
            };
        }
        return options;
    }

    private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= 0
        ? number
        : throw new UsageException($"'{text}' is not a number of 0 or more");
}
