using LogOdds.Datafits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>The sigmoid by hand: w and b, and what they cost.</summary>
internal sealed class SigmoidChapter : IChapter
{
    public string Name => "sigmoid";

    public void Map(RouteGroupBuilder chapter)
    {
        chapter.MapGet("/", Answer);
        chapter.MapGet("/best", Best);
        chapter.MapGet("/through", Through);
    }

    internal static object Answer(double w, double b, double at, string data = "hours", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var range = Grid.Range(set.Columns[0]);
        var gradient = new double[2];
        var objective = set.Objective(new Logistic());
        var z = w * at + b;
        return new
        {
            Points = set.View,
            Range = range,
            Curve = Curve.Of(w, b, range[0], range[1]),
            Ends = new[] { w * range[0] + b, w * range[1] + b },
            Misses = Enumerable.Range(0, set.Rows).Select(i => (double[])[set.Columns[0][i], set.Classes[i], set.Columns[0][i], Logistic.Probability(w * set.Columns[0][i] + b)]),
            Boundary = -b / w,
            Steepness = w / 4,
            Z = z,
            P = Logistic.Probability(z),
            Cost = objective.Evaluate([w, b], gradient),
            Right = Enumerable.Range(0, set.Rows).Count(i => (w * set.Columns[0][i] + b >= 0) == (set.Classes[i] == 1)),
            Run = Run.Fit(set, "--words"),
        };
    }

    /// <summary>The b with which the curve of steepness w crosses ½ at x.</summary>
    internal static object Through(double w, double x) => new { B = Math.Round(-w * x, 2) };

    internal static object Best(string data = "hours", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var model = LogisticRegression.Fit(set.Table, set.Formula);
        return new { W = model.Coefficients[1].Estimate, B = model.Coefficients[0].Estimate, Warnings = model.Warnings.Select(warning => warning.Message) };
    }
}
