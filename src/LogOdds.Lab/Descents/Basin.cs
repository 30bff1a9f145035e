using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds.Lab;

/// <summary>Where the log loss of points has its lowest place, and the window of coefficients that shows it.</summary>
internal sealed class Basin
{
    // Enough to keep separated points' lowest place within sight.
    private const double Trace = 1e-6;

    private Basin(LinearObjective objective, double[] lowest)
    {
        (Objective, Lowest) = (objective, lowest);
        LowestCost = objective.Evaluate(lowest, new double[lowest.Length]);
    }

    /// <summary>The mean log loss.</summary>
    public LinearObjective Objective { get; }

    /// <summary>Its minimum, slopes first; where separation leaves it without one, that of a trace of ridge.</summary>
    public double[] Lowest { get; }

    /// <summary>The mean log loss there.</summary>
    public double LowestCost { get; }

    public static Basin Of(PointSet points, Standardization? scale)
    {
        var objective = points.Objective(new Logistic(), scale);
        var model = LogisticRegression.Fit(points.Table, points.Formula);
        if (model.Solver.Status != SolverStatus.Converged || model.Coefficients.Any(c => c.Estimate is null))
            return new Basin(objective, new Newton().Solve(objective, new Ridge(Trace), new double[objective.Dimension]).Coefficients);
        double[] estimates = [.. model.Coefficients.Skip(1).Select(c => c.Estimate!.Value), model.Coefficients[0].Estimate!.Value];
        return new Basin(objective, scale?.ToScaled(estimates) ?? estimates);
    }

    /// <summary>The windows of weight and intercept with a start in them, and the surface over both.</summary>
    public (double[][] Windows, Surface Surface) Landscape(double w, double b)
    {
        double[][] windows = [Window(0, w), Window(1, b)];
        return (windows, Surface.Of(Objective, windows[0], windows[1]));
    }

    /// <summary>The window of a coefficient: from beyond 0 to well beyond its best, and a start that lies outside.</summary>
    private double[] Window(int coefficient, double start)
    {
        var best = Lowest[coefficient];
        var reach = Math.Max(Math.Abs(best), 0.5);
        return [Math.Min(Math.Min(0, best) - 0.6 * reach, start - 0.1 * reach), Math.Max(Math.Max(0, best) + 0.8 * reach, start + 0.1 * reach)];
    }

    /// <summary>The steepest and the flattest curvature at a place. Near the minimum a rate beyond 2 over the steepest overshoots further with each step.</summary>
    public (double Steepest, double Flattest) Curvature(double[] beta)
    {
        var n = Objective.Dimension;
        var (gradient, hessian) = (new double[n], new double[n * (n + 1) / 2]);
        Objective.Evaluate(beta, gradient, hessian);
        // The lower triangle, row by row.
        var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, n, (i, j) => hessian[Math.Max(i, j) * (Math.Max(i, j) + 1) / 2 + Math.Min(i, j)]);
        var values = matrix.Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues;
        return (values.Max(v => v.Real), values.Min(v => v.Real));
    }
}
