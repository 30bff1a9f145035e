using LogOdds.Inference;
using LogOdds.Models;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>
/// Coefficients of separated classes: those at infinity are marked, the others are what the rows that are not told apart say of them, the maximum of
/// the likelihood in the limit.
/// </summary>
internal static class SeparationLimits
{
    /// <summary>Puts them into a coefficient table.</summary>
    /// <param name="limits">One a slope, then the intercept's.</param>
    /// <param name="determined">The columns, among those that are fitted, whose coefficients the remaining rows determine.</param>
    /// <param name="left">The same columns.</param>
    /// <param name="hasIntercept">Whether there is an intercept.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="table">Where they stand.</param>
    /// <param name="remaining">The remaining rows on those columns, of mean 0 and standard deviation 1, and their weight.</param>
    /// <returns>The packed covariance of slopes and intercept; null where no coefficient is finite.</returns>
    public static double[]? Add(CoefficientLimit[] limits, int[] determined, FittedColumns left, bool hasIntercept, CoefficientLines lines, CoefficientTable table, Func<(LinearObjective Objective, double Weight)> remaining)
    {
        foreach (var k in table.Estimated) lines[table.LineOf(k)] = lines[table.LineOf(k)] with { Limit = limits[k] };
        if (table.Estimated.All(k => limits[k] != CoefficientLimit.Finite)) return null;

        var (objective, weight) = remaining();
        var result = new Newton().Solve(objective, new NoPenalty(), new double[objective.Dimension]);
        if (result.Status != SolverStatus.Converged) return null;
        var hessian = new double[PackedSymmetric.Length(objective.Dimension)];
        objective.Evaluate(result.Coefficients, new double[objective.Dimension], hessian);
        if (WaldTable.Covariance(objective.Dimension, hessian, weight) is not { } packed) return null;
        var (estimates, covariance) = (left.Standard.ToData(result.Coefficients), left.Standard.CovarianceToData(packed));

        // From the columns that are left to all of them.
        var p = limits.Length - 1;
        int[] placeOf = [.. determined, p];
        var wide = new double[PackedSymmetric.Length(p + 1)];
        for (var i = 0; i < placeOf.Length; i++)
        {
            for (var j = 0; j <= i; j++) wide[PackedSymmetric.Index(placeOf[i], placeOf[j])] = covariance[PackedSymmetric.Index(i, j)];
            if (limits[placeOf[i]] != CoefficientLimit.Finite || (placeOf[i] == p && !hasIntercept)) continue;
            var line = table.LineOf(placeOf[i]);
            lines[line] = table.WithErrors(lines[line] with { Estimate = estimates[i] }, covariance[PackedSymmetric.Index(i, i)]);
        }
        return wide;
    }
}
