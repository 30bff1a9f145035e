using LogOdds.Design;
using LogOdds.Lab.Figures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>The same descent on the raw marks of an exam and on their z-scores.</summary>
internal sealed class ScalingChapter : IChapter
{
    public string Name => "scaling";

    public void Map(RouteGroupBuilder chapter)
    {
        chapter.MapGet("/", Landscapes);
        chapter.MapGet("/paths", Paths);
    }

    internal static object Landscapes(string data = "marks", string? points = null)
    {
        var set = PointSet.Of(data, points);
        return new { Points = set.View, Raw = Side(set, null), Scaled = Side(set, Scale.Of(set, "population")) };
    }

    internal static object Paths(double raw, double scaled, int steps, string data = "marks", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var (first, second) = (new Descent(raw, Steps: steps), new Descent(scaled, Steps: steps));
        return new
        {
            Raw = first.Run(Basin.Of(set, null).Objective, [0, 0], set.Rows),
            Scaled = second.Run(Basin.Of(set, Scale.Of(set, "population")).Objective, [0, 0], set.Rows),
            Run = new Run(
                $"{set.Preparation}logodds fit {set.File} --formula \"{set.Formula}\" {first.Flags(set.Rows, "none")}\nlogodds fit {set.File} --formula \"{set.Formula}\" {second.Flags(set.Rows, "population")}",
                Run.Usings + $"var table = TableReader.Read(\"{set.File}\");\nvar raw = LogisticRegression.Fit(table, \"{set.Formula}\", new FitOptions {{ {CodeText.Settings(first.Options(set.Rows, "none"))} }});\nvar scaled = LogisticRegression.Fit(table, \"{set.Formula}\", new FitOptions {{ {CodeText.Settings(second.Options(set.Rows, "population"))} }});\nConsole.WriteLine($\"raw {{raw.Statistics.Objective}}, z-scores {{scaled.Statistics.Objective}}\");\n"),
        };
    }

    /// <summary>The landscape over the mark's weight and the intercept.</summary>
    private static object Side(PointSet set, Standardization? scale)
    {
        var basin = Basin.Of(set, scale);
        var (windows, surface) = basin.Landscape(0, 0);
        var (steepest, flattest) = basin.Curvature(basin.Lowest);
        return new
        {
            Windows = windows,
            Surface = surface,
            Best = basin.Lowest,
            BestCost = basin.LowestCost,
            Condition = steepest / flattest,
            FastestRate = 2 / steepest,
        };
    }
}
