namespace LogOdds.Models;

/// <summary>How columns are scaled for a penalty or for a descent at a fixed rate. Coefficients are reported in the data's units in any case.</summary>
public enum StandardizeKind
{
    /// <summary>Columns as they are.</summary>
    None,

    /// <summary>Mean 0 and standard deviation 1, with n under the root.</summary>
    Population,

    /// <summary>Mean 0 and standard deviation 1, with n − 1 under the root.</summary>
    Sample,
}
