using LogOdds.Datafits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>A step, a line and a sigmoid through the same students.</summary>
internal sealed class LineChapter : IChapter
{
    public string Name => "line";

    public void Map(RouteGroupBuilder chapter) => chapter.MapGet("/", Answer);

    internal static object Answer(double hours, string data = "hours", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var (x, y) = (set.Columns[0], set.Classes);
        var range = Grid.Range([.. x, hours]);
        var (intercept, slope) = MathNet.Numerics.Fit.Line(x, y);
        double Line(double at) => intercept + slope * at;
        var model = LogisticRegression.Fit(set.Table, set.Formula);
        // Where all stand at one place, there is no weight to estimate.
        var (w, b) = (model.Coefficients[1].Estimate ?? 0, model.Coefficients[0].Estimate ?? 0);
        var (step, mistakes) = BestStep(x, y);
        var misses = Grid.Line(range[0], range[1], 121);
        return new
        {
            Points = set.View,
            Range = range,
            Step = new { At = step, Mistakes = mistakes, X = misses, Counts = misses.Select(at => Mistakes(x, y, at)), Says = hours < step ? 0 : 1 },
            Line = new { Slope = slope, Ends = new[] { Line(range[0]), Line(range[1]) }, Outside = x.Count(at => Line(at) is < 0 or > 1), Boundary = (0.5 - intercept) / slope, Says = Line(hours) },
            Sigmoid = new { Curve = Curve.Of(w, b, range[0], range[1]), Boundary = -b / w, Says = Logistic.Probability(w * hours + b) },
            Run = Run.Fit(set, print: "Console.WriteLine(model.DecisionBoundary());\nConsole.WriteLine(model.Probability([" + Run.Text(hours) + "]));"),
        };
    }

    /// <summary>The step that puts the fewest students on the wrong side; the middle of the widest gap among equals.</summary>
    private static (double At, int Mistakes) BestStep(double[] x, double[] y)
    {
        double[] sorted = [.. x.Distinct().Order()];
        var gaps = sorted.Zip(sorted.Skip(1), (low, high) => (At: (low + high) / 2, Width: high - low)).DefaultIfEmpty((At: sorted[0], Width: 0)).ToArray();
        var best = gaps.OrderBy(gap => Mistakes(x, y, gap.At)).ThenByDescending(gap => gap.Width).First().At;
        return (best, Mistakes(x, y, best));
    }

    private static int Mistakes(double[] x, double[] y, double step) => x.Zip(y).Count(row => (row.First >= step) != (row.Second == 1));
}
