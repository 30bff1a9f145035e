namespace LogOdds.Models;

/// <summary>How intervals of coefficients are found.</summary>
public enum IntervalKind
{
    /// <summary>Estimate ± a number of standard errors.</summary>
    Wald,

    /// <summary>The values that a likelihood-ratio test does not reject, the other coefficients at their best for each.</summary>
    Profile,
}
