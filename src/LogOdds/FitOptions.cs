using LogOdds.Models;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>What to do with rows in which a column that is used is missing.</summary>
public enum MissingValues
{
    /// <summary>Leave the row out and count it.</summary>
    Drop,

    /// <summary>Refuse to fit.</summary>
    Fail,
}

/// <summary>How the two classes are weighted.</summary>
public enum ClassWeight
{
    /// <summary>Each row counts as it is.</summary>
    None,

    /// <summary>Rows are weighted so that both classes have the same total.</summary>
    Balanced,
}

/// <summary>Where a solver starts.</summary>
public enum StartPoint
{
    /// <summary>All coefficients 0.</summary>
    Zero,

    /// <summary>Small normal values, drawn from the seed.</summary>
    Random,
}

/// <summary>How the numbers of a design are stored; sums are of doubles always.</summary>
public enum NumberStorage
{
    /// <summary>As they are, without a copy.</summary>
    Double,

    /// <summary>
    /// As a standardised copy in 32 bits each: half the memory to read in each pass, for a relative error of 6e-8 in the data. The
    /// reported gradient is of the numbers as they are and shows what that did. Designs with factors keep doubles.
    /// </summary>
    Single,
}

/// <summary>How to fit: one immutable record, defaults in one place.</summary>
public sealed record FitOptions
{
    /// <summary>The label that counts as 1; null for the larger of the two (1 of 0/1, "yes" of no/yes).</summary>
    public string? Positive { get; init; }

    /// <summary>The column of row weights (≥ 0); null when each row counts once.</summary>
    public string? Weights { get; init; }

    /// <summary>The column that is added to the log-odds as it is; null for none.</summary>
    public string? Offset { get; init; }

    /// <summary>Columns that "." in a formula leaves out besides the response, the weights and the offset.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>The penalty on the coefficients; none unless set: maximum likelihood.</summary>
    public ISmoothPenalty Penalty { get; init; } = new NoPenalty();

    /// <summary>How columns are scaled for the penalty, or for a descent at a fixed rate.</summary>
    public StandardizeKind Standardize { get; init; } = StandardizeKind.None;

    /// <summary>How the classes are weighted.</summary>
    public ClassWeight ClassWeight { get; init; } = ClassWeight.None;

    /// <summary>The solver; picked by the number of columns unless set, and the result says which and why.</summary>
    public ISolver<LinearObjective, ISmoothPenalty> Solver { get; init; } = new AutoSolver();

    /// <summary>Where the solver starts.</summary>
    public StartPoint Start { get; init; } = StartPoint.Zero;

    /// <summary>The seed of a random start.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// Descents at a fixed rate hold probabilities within [c, 1 − c], as the guides they follow do; 0 for the exact loss.
    /// Other solvers use the exact loss always.
    /// </summary>
    public double ProbabilityClip { get; init; } = 1e-10;

    /// <summary>What to do with missing values.</summary>
    public MissingValues Missing { get; init; } = MissingValues.Drop;

    /// <summary>The confidence level of intervals, above 0 and below 1.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>How the numbers of the design are stored.</summary>
    public NumberStorage Storage { get; init; } = NumberStorage.Double;

    /// <summary>How many cores to use at most; 0 for all. It never changes the result.</summary>
    public int Threads { get; init; }

    /// <summary>Called with the starting point and after each iteration.</summary>
    public Action<IterationRecord>? Trace { get; init; }

    /// <summary>Asked once an iteration.</summary>
    public CancellationToken Cancellation { get; init; }

    internal void Validate()
    {
        if (!(ConfidenceLevel is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(ConfidenceLevel), ConfidenceLevel, "The confidence level stands above 0 and below 1.");
        if (!(ProbabilityClip is >= 0 and < 0.5)) throw new ArgumentOutOfRangeException(nameof(ProbabilityClip), ProbabilityClip, "The clip is 0, or stands below 0.5.");
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
    }
}
