using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Inference;
using LogOdds.Numerics;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;

namespace LogOdds;

/// <summary>A fit by maximum likelihood to some of the design columns of a larger model.</summary>
/// <param name="Columns">The columns, by their places in the encoding.</param>
/// <param name="Coefficients">Slopes on the scale of mean 0 and standard deviation 1, the intercept last.</param>
/// <param name="TotalLoss">Σ w ℓ.</param>
internal sealed record SubModel(int[] Columns, double[] Coefficients, double TotalLoss)
{
    public static SubModel Fit(int[] columns, FitData data, ColumnMoments moments, int threads)
    {
        var objective = ObjectiveOf(columns, data, data.Response, moments, threads);
        var result = new AutoSolver { Tolerance = 1e-11 }.Solve(objective, new NoPenalty(), new double[objective.Dimension]);
        return new SubModel(columns, result.Coefficients, result.Objective * data.Response.TotalWeight);
    }

    /// <summary>Rao's score statistic of columns that this model lacks.</summary>
    public double ScoreOf(int[] larger, FitData data, ColumnMoments moments, int threads)
    {
        var own = FittedColumns.Of(Columns, moments, data.Encoding);
        var eta = own.DesignOf(data.Data, threads).LinearPredictors(own.FromDesign(own.Standard).ToData(Coefficients), threads);
        data.Response.AddOffsets(new RowBlock(0, eta.Length), 0, eta);
        return ScoreAt(eta, larger, data, moments, threads);
    }

    /// <summary>
    /// Rao's score statistic of a model at the log-odds of a smaller one: gᵀ I⁻¹ g with the larger model's gradient and information there,
    /// the log-odds being offsets.
    /// </summary>
    public static double ScoreAt(ReadOnlyMemory<double> eta, int[] larger, FitData data, ColumnMoments moments, int threads)
    {
        var objective = ObjectiveOf(larger, data, data.Response with { Offsets = eta }, moments, threads);
        var (gradient, hessian) = (new double[objective.Dimension], new double[PackedSymmetric.Length(objective.Dimension)]);
        objective.Evaluate(new double[objective.Dimension], gradient, hessian);
        return WaldTable.Statistic(gradient, hessian) * data.Response.TotalWeight ?? double.NaN;
    }

    /// <summary>Wald's statistic of the columns that a smaller model lacks.</summary>
    public double WaldOf(int[] smaller, FitData data, ColumnMoments moments, int threads)
    {
        var objective = ObjectiveOf(Columns, data, data.Response, moments, threads);
        var hessian = new double[PackedSymmetric.Length(objective.Dimension)];
        objective.Evaluate(Coefficients, new double[objective.Dimension], hessian);
        if (WaldTable.Covariance(objective.Dimension, hessian, data.Response.TotalWeight) is not { } covariance) return double.NaN;
        var added = Enumerable.Range(0, Columns.Length).Where(k => !smaller.Contains(Columns[k])).ToArray();
        var own = new double[PackedSymmetric.Length(added.Length)];
        for (var i = 0; i < added.Length; i++)
            for (var j = 0; j <= i; j++) own[PackedSymmetric.Index(i, j)] = covariance[PackedSymmetric.Index(added[i], added[j])];
        return WaldTable.Statistic([.. added.Select(k => Coefficients[k])], own) ?? double.NaN;
    }

    private static LinearObjective ObjectiveOf(int[] columns, FitData data, Response response, ColumnMoments moments, int threads)
    {
        var fitted = FittedColumns.Of(columns, moments, data.Encoding);
        return new LinearObjective(fitted.DesignOf(data.Data, threads), response, new Logistic(), fitted.FromDesign(fitted.Standard), threads, data.Encoding.HasIntercept);
    }
}
