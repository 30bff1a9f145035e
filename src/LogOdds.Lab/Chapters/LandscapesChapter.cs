using LogOdds.Objectives;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>Mean squared error and log loss as landscapes over w and b, and a ball on each.</summary>
internal sealed class LandscapesChapter : IChapter
{
    public string Name => "landscapes";

    public void Map(RouteGroupBuilder chapter)
    {
        chapter.MapGet("/", Surfaces);
        chapter.MapGet("/paths", Paths);
    }

    internal static object Surfaces(string data = "hours", string? points = null)
    {
        var (set, basin, squared) = Parts(data, points);
        double[][] windows = [Window(basin.Lowest[0]), Window(basin.Lowest[1])];
        return new
        {
            Points = set.View,
            Windows = windows,
            Log = Surface.Of(basin.Objective, windows[0], windows[1]),
            Squared = Surface.Of(squared, windows[0], windows[1]),
            Best = basin.Lowest,
        };

        // Wide enough for the plateaus of the squared error to be seen.
        static double[] Window(double best) => [Math.Min(-6, best - 4), Math.Max(10, best + 4)];
    }

    internal static object Paths(double w, double b, double rate, double momentum, int steps, string data = "hours", string? points = null)
    {
        var (set, basin, squared) = Parts(data, points);
        var descent = new Descent(rate, momentum, Steps: steps);
        var (onLog, onSquared) = (descent.Run(basin.Objective, [w, b], set.Rows), descent.Run(squared, [w, b], set.Rows));
        var gradient = new double[2];
        squared.Evaluate([w, b], gradient);
        var slope = Math.Sqrt(gradient[0] * gradient[0] + gradient[1] * gradient[1]);
        return new
        {
            Log = onLog,
            Squared = onSquared,
            Slope = slope,
            // The squared error at the other descent's end tells whether its own is the best there is.
            SquaredAtOther = squared.Evaluate(onLog.Places[^1], gradient),
            Run = Run.Fit(set, descent.Flags(set.Rows, "population"), descent.Options(set.Rows, "population"), "foreach (var c in model.Coefficients) Console.WriteLine($\"{c.Term} {c.Estimate} (on z-scores {c.ScaledEstimate})\");\nConsole.WriteLine(model.Statistics.Objective);"),
        };
    }

    private static (PointSet Set, Basin Basin, LinearObjective Squared) Parts(string data, string? points)
    {
        var set = PointSet.Of(data, points);
        var scale = Scale.Of(set, "population");
        return (set, Basin.Of(set, scale), set.Objective(new SquaredError(), scale));
    }
}
