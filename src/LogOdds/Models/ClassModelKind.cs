namespace LogOdds.Models;

/// <summary>How several classes are told apart.</summary>
public enum ClassModelKind
{
    /// <summary>Classes without order: each has log-odds of its own against the reference, or a predictor of its own.</summary>
    Multinomial,

    /// <summary>Ordered classes: one predictor, and thresholds between neighbours (proportional odds).</summary>
    Ordinal,
}
