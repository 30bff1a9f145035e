using LogOdds.Datafits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>The loss of one row, and the cost of all.</summary>
internal sealed class LossChapter : IChapter
{
    public string Name => "loss";

    public void Map(RouteGroupBuilder chapter) => chapter.MapGet("/", Answer);

    internal static object Answer(double p, int y, double w, double b, string data = "hours", string? points = null)
    {
        p = Math.Clamp(p, 0.001, 0.999);
        var set = PointSet.Of(data, points);
        var axis = Grid.Line(0.001, 0.999, 200);
        var range = Grid.Range(set.Columns[0]);
        var losses = Enumerable.Range(0, set.Rows).Select(i => Logistic.Loss(set.Classes[i], w * set.Columns[0][i] + b)).ToArray();
        var worst = Array.IndexOf(losses, losses.Max());
        var wide = (range[1] - range[0]) / 160;
        return new
        {
            Points = set.View,
            Range = range,
            Loss = LossAt(y, p),
            Other = LossAt(1 - y, p),
            Axis = axis,
            One = axis.Select(q => LossAt(1, q)),
            Zero = axis.Select(q => LossAt(0, q)),
            Curve = Curve.Of(w, b, range[0], range[1]),
            Misses = Enumerable.Range(0, set.Rows).Select(i => (double[])[set.Columns[0][i], set.Classes[i], set.Columns[0][i], Logistic.Probability(w * set.Columns[0][i] + b)]),
            Bars = Enumerable.Range(0, set.Rows).Select(i => new { X0 = set.Columns[0][i] - wide, X1 = set.Columns[0][i] + wide, Loss = losses[i], Class = set.Classes[i] }),
            Highest = Math.Max(1, losses.Max()),
            Cost = losses.Average(),
            Sum = losses.Sum(),
            Worst = new { X = set.Columns[0][worst], Class = set.Classes[worst], Loss = losses[worst] },
            Run = new Run(
                Run.Fit(set).Command,
                Run.Usings + $"var table = TableReader.Read(\"{set.File}\");\nvar hours = ((NumericColumn)table[\"{set.Features[0]}\"]).Values.ToArray();\nvar passed = ((NumericColumn)table[\"{set.Target}\"]).Values.ToArray();\nvar losses = hours.Zip(passed, (x, y) => Logistic.Loss(y, {Run.Text(w)} * x + {Run.Text(b)})).ToArray();\nConsole.WriteLine($\"cost {{losses.Average()}}, worst {{losses.Max()}}\");\n"),
        };
    }

    private static double LossAt(double y, double p) => y == 1 ? -Math.Log(p) : -Math.Log(1 - p);
}
