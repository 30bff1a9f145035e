namespace LogOdds.Solvers;

/// <summary>How a fit ended.</summary>
public enum SolverStatus
{
    /// <summary>The gradient (or least subgradient) is within tolerance: the minimum is found.</summary>
    Converged,

    /// <summary>The iterations ran out, or no step improved any more, before the gradient was within tolerance.</summary>
    IterationLimit,

    /// <summary>The classes are separated by the columns: the likelihood has no maximum at finite coefficients.</summary>
    Separated,

    /// <summary>The objective grew instead of falling, or left the range of doubles.</summary>
    Diverged,
}
