namespace LogOdds.Models;

/// <summary>Where the maximum of the likelihood has a coefficient.</summary>
public enum CoefficientLimit
{
    /// <summary>At a number.</summary>
    Finite,

    /// <summary>Nowhere: the likelihood rises as the coefficient goes to +∞.</summary>
    PlusInfinity,

    /// <summary>Nowhere: the likelihood rises as the coefficient goes to −∞.</summary>
    MinusInfinity,
}
