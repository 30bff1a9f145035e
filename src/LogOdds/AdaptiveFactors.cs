using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>
/// The factors 1/|b|^γ of the adaptive lasso (Zou, Journal of the American Statistical Association 101, 2006), from the coefficients b of a ridge
/// fit of strength 1/Σw on columns of standard deviation 1: columns that matter are penalised less, others more.
/// </summary>
internal static class AdaptiveFactors
{
    // A coefficient this small is left out: its factor would be beyond all others.
    private const double Negligible = 1e-8;

    /// <summary>One factor a column.</summary>
    /// <param name="objective">The mean loss on columns of standard deviation 1.</param>
    /// <param name="totalWeight">Σw.</param>
    /// <param name="power">γ, above 0.</param>
    public static double[] Of(LinearObjective objective, double totalWeight, double power)
    {
        var pilot = new AutoSolver().Solve(objective, new Ridge(1 / totalWeight), new double[objective.Dimension]).Coefficients;
        return [.. pilot.Take(objective.Slopes).Select(b => Math.Pow(Math.Max(Math.Abs(b), Negligible), -power))];
    }
}
