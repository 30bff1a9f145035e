using LogOdds.Penalties;
using LogOdds.Selection;

namespace LogOdds;

/// <summary>How the strength of a penalty is chosen by cross-validation.</summary>
public sealed record CrossValidationOptions
{
    /// <summary>The paths to choose from: strengths, scale and all that a fit is told of.</summary>
    public PathOptions Path { get; init; } = new();

    /// <summary>The penalties to choose from, each with a path of its own; none for that of <see cref="Path"/> alone.</summary>
    public IReadOnlyList<IProximalPenalty> Penalties { get; init; } = [];

    /// <summary>The number of folds, 2 or more; 10 unless set.</summary>
    public int Folds { get; init; } = 10;

    /// <summary>Whether each fold has its part of each class; where rows count trials, or groups are kept together, it does not matter.</summary>
    public bool IsStratified { get; init; } = true;

    /// <summary>The column whose rows of one value are held out together; null when rows are independent.</summary>
    public string? GroupColumn { get; init; }

    /// <summary>The column that says which fold a row is in; null to share rows out at random.</summary>
    public string? FoldColumn { get; init; }

    /// <summary>How often the rows are shared out anew, 1 or more.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>The seed of the folds; 1 unless set.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>What is measured on the rows held out.</summary>
    public CrossValidationMeasure Measure { get; init; } = CrossValidationMeasure.Deviance;

    /// <summary>Which strength is chosen.</summary>
    public ChoiceRule Rule { get; init; } = ChoiceRule.Best;

    /// <summary>Told how far the fits have come, from 0 to 1, on the threads that make them; null for nobody.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>The paths, one a penalty.</summary>
    internal IEnumerable<PathOptions> Paths => Penalties.Count == 0 ? [Path] : Penalties.Select(penalty => Path with { Penalty = penalty });

    /// <summary>The columns that are used besides those of the formula.</summary>
    internal IReadOnlyList<string> Besides => [.. new[] { FoldColumn, GroupColumn }.OfType<string>()];

    internal void Validate()
    {
        foreach (var path in Paths) path.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Folds, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Repeats, 1);
        if (FoldColumn is not null && GroupColumn is not null) throw new ArgumentException("Folds that are given cannot be made of groups, too.");
        if (FoldColumn is not null && Repeats > 1) throw new ArgumentException("Folds that are given cannot be shared out anew.");
    }
}
