namespace LogOdds.Selection;

/// <summary>Which λ of a cross-validation is chosen.</summary>
public enum ChoiceRule
{
    /// <summary>The one of the best mean.</summary>
    Best,

    /// <summary>The largest whose mean is within one standard error of the best (Breiman, Friedman, Olshen and Stone, Classification and Regression Trees, 1984, section 3.4.3).</summary>
    OneStandardError,
}
