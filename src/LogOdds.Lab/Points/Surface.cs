using LogOdds.Data;
using LogOdds.Models;
using LogOdds.Objectives;

namespace LogOdds.Lab;

/// <summary>A function of two coefficients over a grid, row by row from the lowest y, with levels to draw lines at.</summary>
internal sealed record Surface(double[] X, double[] Y, double[] Values, double[] Levels)
{
    private const int Side = 61;
    private const int Lines = 14;

    // A boundary may be bent, and is drawn finely.
    private const int FineSide = 81;

    // A colour tells no more digits apart.
    private const int Digits = 6;

    /// <summary>The values of a function over a rectangle.</summary>
    public static Surface Of(double[] x, double[] y, Func<double, double, double> value, int side = Side, double[]? levels = null)
    {
        var (xs, ys, values) = (Grid.Line(x[0], x[1], side), Grid.Line(y[0], y[1], side), new double[side * side]);
        for (var j = 0; j < side; j++)
            for (var i = 0; i < side; i++) values[j * side + i] = Math.Round(value(xs[i], ys[j]), Digits);
        return new Surface(xs, ys, values, levels ?? Rising(values));
    }

    /// <summary>An objective over its two coefficients.</summary>
    public static Surface Of(IObjective objective, double[] x, double[] y)
    {
        var (beta, gradient) = (new double[2], new double[2]);
        return Of(x, y, (first, second) =>
        {
            (beta[0], beta[1]) = (first, second);
            return objective.Evaluate(beta, gradient);
        });
    }

    /// <summary>The probabilities of a model of two features over the range of points.</summary>
    public static Surface Of(LogisticModel model, PointSet points)
    {
        double[][] axes = [.. points.Columns.Select(column => Grid.Range(column)).Select(range => Grid.Line(range[0], range[1], FineSide))];
        var (xs, ys) = (new double[FineSide * FineSide], new double[FineSide * FineSide]);
        for (var i = 0; i < xs.Length; i++) (xs[i], ys[i]) = (axes[0][i % FineSide], axes[1][i / FineSide]);
        var p = model.Probability(new Table([new NumericColumn(points.Features[0], xs), new NumericColumn(points.Features[1], ys)]));
        return new Surface(axes[0], axes[1], [.. p.Select(value => Math.Round(value, Digits))], [0.1, 0.25, 0.5, 0.75, 0.9]);
    }

    /// <summary>Levels close together in the valley and far apart on the heights.</summary>
    private static double[] Rising(double[] values)
    {
        var (low, high) = (values.Min(), values.Max());
        return [.. Enumerable.Range(0, Lines + 1).Select(k => low + (high - low) * Math.Pow((double)k / Lines, 3))];
    }
}
