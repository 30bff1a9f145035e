using LogOdds.Models;
using LogOdds.Numerics;
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

/// <summary>Whether Firth's bias-reduced fit takes the place of maximum likelihood.</summary>
public enum BiasReduction
{
    /// <summary>Maximum likelihood, or the penalty.</summary>
    None,

    /// <summary>Firth's penalised likelihood, log-likelihood + ½ ln det I (Biometrika 80, 1993).</summary>
    Firth,

    /// <summary>Maximum likelihood, and Firth's fit where the classes are separated.</summary>
    WhereSeparated,
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
    /// In 32 bits each, rounded to 7 digits. Of a fit, as a standardised copy: half the memory to read in each pass, for a relative error of 6e-8 in the data. The
    /// reported gradient is of the numbers as they are and shows what that did. Designs with factors keep doubles.
    /// </summary>
    Single,
}

/// <summary>How to fit: one immutable record, defaults in one place.</summary>
public sealed record FitOptions
{
    /// <summary>The label that counts as 1; null for the larger of the two (1 of 0/1, "yes" of no/yes).</summary>
    public string? Positive { get; init; }

    /// <summary>The classes of a fit of several in their order, lowest first; empty for the order of numbers or letters.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>The class of a multinomial fit that the others are compared with; null for the first.</summary>
    public string? Reference { get; init; }

    /// <summary>The column of row weights (≥ 0); null when each row counts once.</summary>
    public string? Weights { get; init; }

    /// <summary>What the weights mean.</summary>
    public WeightKind WeightKind { get; init; } = WeightKind.Precision;

    /// <summary>The column that says which rows belong together, for standard errors that allow for it; null when rows are independent.</summary>
    public string? Cluster { get; init; }

    /// <summary>The column of matched sets, for a conditional fit: each set has its own intercept, which is never estimated; null for an ordinary fit.</summary>
    public string? Strata { get; init; }

    /// <summary>A column that is added to the log-odds besides the formula's own offsets; null for none.</summary>
    public string? Offset { get; init; }

    /// <summary>Columns that "." in a formula leaves out besides the response, the weights and the offset.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>The penalty on the coefficients; none unless set: maximum likelihood.</summary>
    public IPenalty Penalty { get; init; } = new NoPenalty();

    /// <summary>What the penalty does with terms of which <see cref="TermPenalties"/> says nothing: full strength towards 0, without bounds, unless set.</summary>
    public TermPenalty EveryTerm { get; init; } = new();

    /// <summary>What the penalty does with single terms, or single columns of them (<c>race[white]</c>), by name.</summary>
    public IReadOnlyDictionary<string, TermPenalty> TermPenalties { get; init; } = new Dictionary<string, TermPenalty>();

    /// <summary>
    /// The power γ of an adaptive lasso, above 0: the penalty on each column is multiplied by 1/|b|^γ, b its coefficient in a ridge fit of strength
    /// 1/Σw on columns of standard deviation 1. Null for none.
    /// </summary>
    public double? AdaptivePower { get; init; }

    /// <summary>Whether the bias of maximum likelihood is taken out by Firth's method.</summary>
    public BiasReduction BiasReduction { get; init; } = BiasReduction.None;

    /// <summary>How columns are scaled for the penalty, or for a descent at a fixed rate.</summary>
    public StandardizeKind Standardize { get; init; } = StandardizeKind.None;

    /// <summary>How the classes are weighted.</summary>
    public ClassWeight ClassWeight { get; init; } = ClassWeight.None;

    /// <summary>The solver; picked by the number of columns unless set, and the result says which and why.</summary>
    public ISolver<LinearObjective, ISmoothPenalty> Solver { get; init; } = new AutoSolver();

    /// <summary>The solver for penalties without gradient and for bounds; picked by the number of columns unless set.</summary>
    public ISolver<LinearObjective, IProximalPenalty> ProximalSolver { get; init; } = new AutoProximalSolver();

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

    /// <summary>How intervals of coefficients are found; null for Wald's after maximum likelihood and profiles after Firth's fit.</summary>
    public IntervalKind? Intervals { get; init; }

    /// <summary>What standard errors are made of; with <see cref="Cluster"/> or sampling weights, what these ask for.</summary>
    public CovarianceKind Covariance { get; init; } = CovarianceKind.Model;

    /// <summary>
    /// The processes that share the rows out: the table holds the rows of this one, and the model is of all rows, the same on each. What needs rows of
    /// several processes side by side is refused. Default: one process that holds all rows.
    /// </summary>
    public ICommunicator Communicator { get; init; } = Alone.Instance;

    /// <summary>Where the fit keeps the answers of its rows, to be resumed if it is interrupted; null for nowhere.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>How the numbers of the design are stored.</summary>
    public NumberStorage Storage { get; init; } = NumberStorage.Double;

    /// <summary>How many cores to use at most; 0 for all. It never changes the result.</summary>
    public int Threads { get; init; }

    /// <summary>Called with the starting point and after each iteration.</summary>
    public Action<IterationRecord>? Trace { get; init; }

    /// <summary>Asked once an iteration.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Whether coefficients are bounded.</summary>
    internal bool AreBounded => EveryTerm.IsBounded || TermPenalties.Values.Any(term => term.IsBounded);

    internal void Validate()
    {
        if (!(ConfidenceLevel is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(ConfidenceLevel), ConfidenceLevel, "The confidence level stands above 0 and below 1.");
        if (!(ProbabilityClip is >= 0 and < 0.5)) throw new ArgumentOutOfRangeException(nameof(ProbabilityClip), ProbabilityClip, "The clip is 0, or stands below 0.5.");
        ArgumentOutOfRangeException.ThrowIfNegative(Threads);
        EveryTerm.Validate(nameof(EveryTerm));
        foreach (var (term, penalty) in TermPenalties) penalty.Validate(term);
        if (AdaptivePower is not (null or > 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(AdaptivePower), AdaptivePower, "The power of an adaptive lasso is above 0.");
        if (Penalty is not (ISmoothPenalty or IProximalPenalty)) throw new ArgumentException("A penalty is smooth or proximal.");
        var areTermsPenalized = TermPenalties.Count > 0 || AdaptivePower is not null || EveryTerm != new TermPenalty();
        if (areTermsPenalized && Penalty.Lambda == 0 && !AreBounded) throw new ArgumentException("Factors and targets of terms are those of a penalty: give one above 0.");
        if ((Penalty is IProximalPenalty || AreBounded) && Solver is not AutoSolver) throw new ArgumentException("The solver is for penalties with a gradient: leave it to be chosen, or set the one for penalties without (ProximalSolver).");
        if (Penalty is GroupLasso && (AreBounded || TermPenalties.Values.Append(EveryTerm).Any(term => term.Target != 0))) throw new ArgumentException("The group lasso takes neither bounds nor targets.");
        var isPenalized = Penalty.Lambda > 0 || AreBounded || ClassWeight != ClassWeight.None;
        if (BiasReduction != BiasReduction.None && isPenalized) throw new ArgumentException("Firth's fit has its own penalty: leave out the other one, and balanced classes.");
        if (Covariance != CovarianceKind.Model && isPenalized) throw new ArgumentException("Robust standard errors belong to maximum likelihood: leave out the penalty and balanced classes.");
        if (Covariance == CovarianceKind.Cluster && Cluster is null) throw new ArgumentException("Standard errors by clusters need the column of the clusters.");
        if (Cluster is not null && WeightKind == WeightKind.Sampling) throw new ArgumentException("Clusters and sampling weights together are not supported.");
        if (WeightKind != WeightKind.Precision && Weights is null) throw new ArgumentException("The kind of the weights is given, but no weights.");
        if (Intervals == IntervalKind.Profile && WeightKind == WeightKind.Sampling) throw new ArgumentException("Profile intervals need a likelihood, which sampling weights do not give: use Wald intervals.");
        if (Strata is null) return;
        if (isPenalized || BiasReduction != BiasReduction.None) throw new ArgumentException("A conditional fit is by maximum likelihood: leave out penalties.");
        if (Weights is not null || Cluster is not null || Covariance != CovarianceKind.Model) throw new ArgumentException("A conditional fit takes no weights, clusters or robust errors.");
    }
}
