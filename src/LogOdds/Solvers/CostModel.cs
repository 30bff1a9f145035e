using LogOdds.Objectives;
using LogOdds.Penalties;

namespace LogOdds.Solvers;

/// <summary>
/// What a fit will cost, in passes over the rows. Reading is the measure: a pass reads each number once; multiply-adds in
/// registers are counted as the numbers that are read in their time.
/// </summary>
/// <remarks>
/// With d coefficients, H the cost of a Hessian beside its pass and C that of a Cholesky factor:
/// full Newton takes about 7·(1 + H + C). L-BFGS takes some tens of passes on columns that are hardly correlated and a thousand on
/// columns that are; 1000 stand for that risk, or 400 with a penalty, which tames it. Newton on a sample of m rows takes, for the fraction f = m/n, about f·(4 + 2·H) + 2·C
/// for the warm start (f·(30 + 2·H) beyond a thousand coefficients), and then ln(ε)/ln(r) passes, each of which leaves about r = √(2d/m) of the error: the spread of the
/// sample's Hessian about the whole one (Roosta-Khorasani and Mahoney, Mathematical Programming 174, 2019).
/// </remarks>
internal static class CostModel
{
    /// <summary>Multiply-adds in the time in which a number comes from memory.</summary>
    private const double ProductsPerNumber = 16;

    private const double NewtonIterations = 7;
    private const double LbfgsPassesPenalized = 400;
    private const double NewtonCgPasses = 200;
    private const double LbfgsPasses = 1000;

    // What is left to do after the warm start: from the error of a sample to a gradient of about 1e-11.
    private static readonly double Remaining = Math.Log(1e-8);

    // A Hessian larger than this is not made: half a gigabyte with its factor.
    private const int MaxHessianDimension = 6000;

    // Below this many numbers a full Newton iteration takes less than a tenth of a millisecond.
    private const double SmallPass = 1 << 17;

    /// <summary>What a choice is estimated to cost.</summary>
    /// <param name="Solver">The solver's name.</param>
    /// <param name="Passes">The cost, in passes.</param>
    /// <param name="SampleRows">The rows of the sample; 0 where there is none.</param>
    public readonly record struct Estimate(string Solver, double Passes, long SampleRows = 0);

    /// <summary>The passes over the sample that lead near its optimum: by way of smaller samples, or beyond some columns by L-BFGS.</summary>
    private static double WarmPasses(double dimension) => dimension <= SampledNewton.ManyCoefficients ? 4 : 30;

    /// <summary>The passes over all rows that follow the warm start on a sample of so many.</summary>
    public static double StepsAfter(long sampleRows, double dimension) => Remaining / Math.Log(Math.Min(0.9, Math.Sqrt(2 * dimension / sampleRows)));

    /// <summary>The cheapest way to minimise an objective.</summary>
    public static Estimate Cheapest(ISubsampledObjective objective, ISmoothPenalty penalty)
    {
        double d = objective.Dimension;
        var withoutMatrix = penalty.Lambda > 0 && objective is IHessianProductObjective ? new Estimate("newton-cg", NewtonCgPasses) : new Estimate("lbfgs", penalty.Lambda > 0 ? LbfgsPassesPenalized : LbfgsPasses);
        var pass = Math.Max(1, objective.NumbersPerPass);
        double n = objective.Rows;
        if (n < d && n <= MaxHessianDimension && penalty is Ridge { Lambda: > 0, IsPlain: true } && objective is IRowObjective { HasRowProducts: true })
        {
            var dual = new Estimate("dual-newton", 3 + (n * n / 2 * d + NewtonIterations * n * n * n / 6) / ProductsPerNumber / pass);
            if (dual.Passes < withoutMatrix.Passes) return dual;
        }
        if (d > MaxHessianDimension) return withoutMatrix;
        var hessian = objective.ProductsPerHessian / ProductsPerNumber / pass;
        var factor = d * d * d / 6 / ProductsPerNumber / pass;
        var best = new Estimate("newton", NewtonIterations * (1 + hessian + factor));
        if (pass <= SmallPass && best.Passes < 10 * withoutMatrix.Passes) return best;
        if (withoutMatrix.Passes < best.Passes) best = withoutMatrix;
        if (!objective.HasSamples) return best;
        for (var rows = objective.Rows / 2; rows >= 4 * d && rows >= 256; rows /= 2)
        {
            var fraction = (double)rows / objective.Rows;
            var sampled = new Estimate("sampled-newton", fraction * (WarmPasses(d) + 2 * hessian) + 2 * factor + StepsAfter(rows, d), rows);
            if (sampled.Passes < best.Passes) best = sampled;
        }
        return best;
    }
}
