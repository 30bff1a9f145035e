using LogOdds.Datafits;
using LogOdds.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>Two features: a line of boundary that moves as it learns.</summary>
internal sealed class BoundaryChapter : IChapter
{
    public string Name => "boundary";

    public void Map(RouteGroupBuilder chapter)
    {
        chapter.MapGet("/", Points);
        chapter.MapGet("/run", SameRun);
        chapter.MapGet("/steps", Steps);
        chapter.MapGet("/at", At);
    }

    internal static object Points(string data = "exams", string? points = null)
    {
        var set = PointSet.Of(data, points);
        return new { Points = set.View, Ranges = set.Columns.Select(column => Grid.Range(column)) };
    }

    internal static Run SameRun(double rate, int steps, string scale = "sample", string data = "exams", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var descent = new Descent(rate, Steps: steps);
        return Run.Fit(set, descent.Flags(set.Rows, scale), descent.Options(set.Rows, scale),
                "foreach (var c in model.Coefficients) Console.WriteLine($\"{c.Term} {c.Estimate} (scaled {c.ScaledEstimate})\");\nConsole.WriteLine(model.Statistics.Objective);\nConsole.WriteLine(model.Training.Accuracy);");
    }

    /// <summary>The descent as it runs, from zero: see <see cref="DescentStream"/>.</summary>
    internal static IResult Steps(HttpContext context, double rate, int steps, string scale = "sample", string data = "exams", string? points = null) =>
        new Descent(rate, Steps: steps).Stream(context, PointSet.Of(data, points), scale, [0, 0, 0]);

    /// <summary>The picture at one place of the descent: the surface, the line, the counts.</summary>
    internal static object At(double w1, double w2, double b, string scale = "sample", string data = "exams", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var own = Scale.ToData(Scale.Of(set, scale), [w1, w2, b]);
        double[][] ranges = [.. set.Columns.Select(column => Grid.Range(column))];
        var p = new double[set.Rows];
        for (var i = 0; i < p.Length; i++) p[i] = own[0] * set.Columns[0][i] + own[1] * set.Columns[1][i] + own[2];
        Logistic.Probabilities(p, p);
        var counts = ConfusionCounts.At(set.Classes, p, 0.5);
        return new
        {
            Own = own,
            Surface = Surface.Of(ranges[0], ranges[1], (x1, x2) => Logistic.Probability(own[0] * x1 + own[1] * x2 + own[2]), side: 33, levels: [0.1, 0.3, 0.5, 0.7, 0.9]),
            Counts = counts,
            counts.Accuracy,
        };
    }
}
