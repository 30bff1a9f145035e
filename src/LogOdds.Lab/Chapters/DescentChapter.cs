using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>Gradient descent, step by step: on the landscape, on the data and as a cost that falls.</summary>
internal sealed class DescentChapter : IChapter
{
    public string Name => "descent";

    public void Map(RouteGroupBuilder chapter)
    {
        chapter.MapGet("/", Landscape);
        chapter.MapGet("/run", SameRun);
        chapter.MapGet("/steps", Steps);
        chapter.MapGet("/at", At);
    }

    internal static object Landscape(double w, double b, string scale = "none", string data = "hours", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var basin = Basin.Of(set, Scale.Of(set, scale));
        var (windows, surface) = basin.Landscape(w, b);
        return new
        {
            Points = set.View,
            Range = Grid.Range(set.Columns[0]),
            Windows = windows,
            Surface = surface,
            Best = basin.Lowest,
            BestCost = basin.LowestCost,
            FastestRate = 2 / basin.Curvature(basin.Lowest).Steepest,
            FastestAtStart = 2 / basin.Curvature([w, b]).Steepest,
        };
    }

    internal static Run SameRun(double w, double b, double rate, double momentum, int batch, int steps, long seed, string scale = "none", string data = "hours", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var descent = new Descent(rate, momentum, batch, steps, seed);
        var run = Run.Fit(set, descent.Flags(set.Rows, scale), descent.Options(set.Rows, scale),
            print: "foreach (var c in model.Coefficients) Console.WriteLine($\"{c.Term} {c.Estimate}\");\nConsole.WriteLine(model.Statistics.Objective);");
        return w == 0 && b == 0 ? run : new Run("# a command starts from w = 0 and b = 0\n" + run.Command, "// a fit starts from w = 0 and b = 0\n" + run.Code);
    }

    /// <summary>The descent as it runs: see <see cref="DescentStream"/>.</summary>
    internal static IResult Steps(HttpContext context, double w, double b, double rate, double momentum, int batch, int steps, long seed, string scale = "none", string data = "hours", string? points = null) =>
        new Descent(rate, momentum, batch, steps, seed).Stream(context, PointSet.Of(data, points), scale, [w, b]);

    /// <summary>The curve on the data at one place of the descent.</summary>
    internal static object At(double w, double b, string scale = "none", string data = "hours", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var range = Grid.Range(set.Columns[0]);
        var own = Scale.ToData(Scale.Of(set, scale), [w, b]);
        return new { W = own[0], B = own[1], Boundary = -own[1] / own[0], Curve = Curve.Of(own[0], own[1], range[0], range[1]) };
    }
}
