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

    /// <summary>The share of the L1 part of an elastic net; null for other penalties.</summary>
    public double? L1Ratio { get; init; }

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
            "l2" => new Ridge(Strength),
            "l1" => ElasticNet.Lasso(Strength),
            "elastic-net" => new ElasticNet(Strength, L1Ratio ?? throw new ArgumentException("The elastic net needs the share of its L1 part.")),
            "group-lasso" => new GroupLasso(Strength),
            _ => throw new ArgumentException($"There is no penalty '{Penalty}'."),
        },
    };

    private double Strength => Lambda ?? throw new ArgumentException("The penalty needs its strength λ, on the mean loss.");

    /// <summary>The flags of <c>logodds fit</c> beside the file.</summary>
    public string Flags
    {
        get
        {
            var flags = new List<string> { $"--formula {CommandText.Quote(Formula)}" };
            if (OrNull(Positive) is { } positive) flags.Add($"--positive {CommandText.Quote(positive)}");
            if (OrNull(Weights) is { } weights) flags.Add($"--weights {CommandText.Quote(weights)}");
            if (Penalty != "none") flags.Add($"--penalty {Penalty}");
            if (Penalty == "elastic-net") flags.Add($"--l1-ratio {L1Ratio?.ToString("R", CultureInfo.InvariantCulture)}");
            if (Penalty is not ("none" or "firth")) flags.Add($"--lambda {Lambda?.ToString("R", CultureInfo.InvariantCulture)}");
            if (Standardize != StandardizeKind.None) flags.Add($"--standardize {Names.Of(Names.StandardizeKinds, Standardize)}");
            return string.Join(' ', flags);
        }
    }

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
