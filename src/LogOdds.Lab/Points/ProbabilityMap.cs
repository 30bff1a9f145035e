using LogOdds.Data;
using LogOdds.Models;

namespace LogOdds.Lab;

/// <summary>The probabilities of a model of two features over their plane.</summary>
/// <param name="X">The first feature, evenly spaced.</param>
/// <param name="Y">The second feature, evenly spaced.</param>
/// <param name="Values">Probabilities, row by row from low y.</param>
/// <param name="Levels">The level lines to draw.</param>
internal sealed record ProbabilityMap(double[] X, double[] Y, double[] Values, double[] Levels)
{
    private const int Side = 91;

    // A colour tells no more digits apart.
    private const int Digits = 5;

    /// <summary>The map of a model over the range of points.</summary>
    public static ProbabilityMap Of(LogisticModel model, PointSet points)
    {
        var (x, y) = (Grid.Line(Grid.Range(points.Columns[0])[0], Grid.Range(points.Columns[0])[1], Side), Grid.Line(Grid.Range(points.Columns[1])[0], Grid.Range(points.Columns[1])[1], Side));
        var (xs, ys) = (new double[Side * Side], new double[Side * Side]);
        for (var i = 0; i < xs.Length; i++) (xs[i], ys[i]) = (x[i % Side], y[i / Side]);
        var p = model.Probability(new Table([new NumericColumn(points.Features[0], xs), new NumericColumn(points.Features[1], ys)]));
        return new ProbabilityMap(x, y, [.. p.Select(value => Math.Round(value, Digits))], [0.1, 0.25, 0.5, 0.75, 0.9]);
    }
}
