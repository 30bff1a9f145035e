using LogOdds.Models;

namespace LogOdds;

/// <summary>What can be said of a fit whose classes are separated.</summary>
internal interface ISeparatedFit
{
    /// <summary>The proof, in the data's units.</summary>
    SeparationReport Report();

    /// <summary>
    /// Marks coefficients at infinity, and gives the others what the rows that are not told apart say of them: the maximum of the
    /// likelihood in the limit, with its covariance.
    /// </summary>
    /// <returns>The packed covariance of slopes and intercept; null where no coefficient is finite.</returns>
    double[]? AddLimits(CoefficientLines lines, CoefficientTable table);
}
