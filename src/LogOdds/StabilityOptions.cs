namespace LogOdds;

/// <summary>How columns are selected that are selected again and again.</summary>
public sealed record StabilityOptions
{
    /// <summary>The path that is gone through on each half of the rows.</summary>
    public PathOptions Path { get; init; } = new();

    /// <summary>How many pairs of halves are drawn, 1 or more; 50 unless set, which are 100 paths.</summary>
    public int Pairs { get; init; } = 50;

    /// <summary>A column is stable if it is selected in at least this share of the halves, above 0.5 and at most 1; 0.75 unless set.</summary>
    public double Threshold { get; init; } = 0.75;

    /// <summary>The expected number of columns without effect that may be called stable, above 0; 1 unless set. It says how far the paths go.</summary>
    public double FalseSelections { get; init; } = 1;

    /// <summary>The seed of the halves; 1 unless set.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Told how far the halves have come, from 0 to 1, on the threads that fit them; null for nobody.</summary>
    public IProgress<double>? Progress { get; init; }

    internal void Validate()
    {
        Path.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Pairs, 1);
        if (!(Threshold is > 0.5 and <= 1)) throw new ArgumentOutOfRangeException(nameof(Threshold), Threshold, "The share of halves stands above 0.5.");
        if (!(FalseSelections > 0 && double.IsFinite(FalseSelections))) throw new ArgumentOutOfRangeException(nameof(FalseSelections), FalseSelections, "The expected number of false selections is above 0.");
        if (Path.Penalty.L1Ratio == 0) throw new ArgumentException("A ridge selects nothing: take the lasso, the elastic net or the group lasso.");
        if (Path.Fit.TermPenalties.Values.Append(Path.Fit.EveryTerm).Any(term => term.Target != 0)) throw new ArgumentException("What is shrunk towards other values than 0 is always selected: leave targets out.");
    }
}
