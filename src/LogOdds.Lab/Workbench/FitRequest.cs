using System.Globalization;
using LogOdds.Models;
using LogOdds.Penalties;

namespace LogOdds.Lab.Workbench;

/// <summary>What the page asks to be fitted.</summary>
internal sealed record FitRequest
{
    /// <summary>The table's id.</summary>
    public required string Table { get; init; }

    public required string Formula { get; init; }

    /// <summary>The label counted as 1; empty for the larger.</summary>
    public string? Positive { get; init; }

    /// <summary><c>none</c>, <c>l2</c> or <c>firth</c>.</summary>
    public string Penalty { get; init; } = "none";

    public double? Lambda { get; init; }

    public StandardizeKind Standardize { get; init; }

    /// <summary>The column of weights; empty for none.</summary>
    public string? Weights { get; init; }

    /// <summary>The share of rows left out to test on; 0 for none.</summary>
    public double TestShare { get; init; }

    public long Seed { get; init; } = 1;

    public FitOptions Options => new()
    {
        Positive = OrNull(Positive),
        Weights = OrNull(Weights),
        Standardize = Standardize,
        BiasReduction = Penalty == "firth" ? BiasReduction.Firth : BiasReduction.None,
        Penalty = Penalty switch
        {
            "none" or "firth" => new NoPenalty(),
            "l2" => new Ridge(Lambda ?? throw new ArgumentException("The ridge penalty needs its strength λ, on the mean loss.")),
            _ => throw new ArgumentException($"There is no penalty '{Penalty}'."),
        },
    };

    /// <summary>The flags of <c>logodds fit</c> beside the file.</summary>
    public string Flags
    {
        get
        {
            var flags = new List<string> { $"--formula {CommandText.Quote(Formula)}" };
            if (OrNull(Positive) is { } positive) flags.Add($"--positive {CommandText.Quote(positive)}");
            if (OrNull(Weights) is { } weights) flags.Add($"--weights {CommandText.Quote(weights)}");
            if (Penalty != "none") flags.Add($"--penalty {Penalty}");
            if (Penalty == "l2") flags.Add($"--lambda {Lambda?.ToString("R", CultureInfo.InvariantCulture)}");
            if (Standardize != StandardizeKind.None) flags.Add($"--standardize {Names.Of(Names.StandardizeKinds, Standardize)}");
            return string.Join(' ', flags);
        }
    }

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
