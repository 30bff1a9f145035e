namespace LogOdds.Inference;

/// <summary>Where marginal effects are taken.</summary>
public enum MarginsAt
{
    /// <summary>In every row, and averaged.</summary>
    Overall,

    /// <summary>Once, with numeric columns at their means and factors at their shares.</summary>
    Means,
}

/// <summary>What a marginal effect measures.</summary>
public enum MarginMeasure
{
    /// <summary>dp/dx: the change of the probability for a unit of the column.</summary>
    Dydx,

    /// <summary>(dp/p)/(dx/x): an elasticity, the relative change of the probability for a relative change of the column.</summary>
    Eyex,

    /// <summary>dp/(dx/x): the change of the probability for a relative change of the column.</summary>
    Dyex,

    /// <summary>(dp/p)/dx: the relative change of the probability for a unit of the column.</summary>
    Eydx,
}

/// <summary>What marginal effects are wanted.</summary>
public sealed record MarginOptions
{
    /// <summary>Where they are taken.</summary>
    public MarginsAt At { get; init; } = MarginsAt.Overall;

    /// <summary>What they measure.</summary>
    public MarginMeasure Measure { get; init; } = MarginMeasure.Dydx;

    /// <summary>Whether 0/1 columns count as switches, of which the effect is the change from 0 to 1, rather than as numbers; for relative changes of a column they are numbers always.</summary>
    public bool IsDiscrete { get; init; } = true;

    /// <summary>
    /// Whether each design column is moved by itself, as statsmodels does, rather than each column of the table through every term that it
    /// is in. By themselves, the columns of a factor, a square or an interaction do not move in any row there could be.
    /// </summary>
    public bool ByDesignColumn { get; init; }

    /// <summary>The confidence level of intervals.</summary>
    public double Level { get; init; } = 0.95;
}
