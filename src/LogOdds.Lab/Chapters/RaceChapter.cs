using LogOdds.Lab.Figures;
using LogOdds.Objectives;
using LogOdds.Penalties;
using LogOdds.Solvers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>Four solvers from one start on one landscape.</summary>
internal sealed class RaceChapter : IChapter
{
    public string Name => "race";

    public void Map(RouteGroupBuilder chapter)
    {
        chapter.MapGet("/", Landscape);
        chapter.MapGet("/run", Race);
    }

    internal static object Landscape(double w, double b, string scale = "none", string data = "hours", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var basin = Basin.Of(set, Scale.Of(set, scale));
        var (windows, surface) = basin.Landscape(w, b);
        return new { Windows = windows, Surface = surface, Best = basin.Lowest };
    }

    internal static object Race(double w, double b, double rate, double momentum, int batch, int steps, long seed, string scale = "none", string data = "hours", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var basin = Basin.Of(set, Scale.Of(set, scale));
        var whole = new Descent(rate, momentum, Steps: steps);
        var part = new Descent(rate, momentum, Math.Max(1, Math.Min(batch, set.Rows - 1)), steps, seed);
        return new
        {
            Solvers = new[]
            {
                Runner("newton", new Newton { MaxIterations = steps }, basin.Objective, [w, b], basin.LowestCost),
                Runner("lbfgs", new Lbfgs { MaxIterations = steps }, basin.Objective, [w, b], basin.LowestCost),
                Runner("gradient-descent", whole.Solver(set.Rows), basin.Objective, [w, b], basin.LowestCost),
                Runner("sgd", part.Solver(set.Rows), basin.Objective, [w, b], basin.LowestCost),
            },
            Run = Commands(set, whole, part, scale),
        };
    }

    private static object Runner(string name, ISolver<LinearObjective, ISmoothPenalty> solver, LinearObjective objective, double[] start, double lowest)
    {
        var records = new List<IterationRecord>();
        var result = solver.Solve(objective, new NoPenalty(), start, records.Add);
        return new
        {
            Name = name,
            Places = records.Select(r => r.Coefficients),
            // What rounding leaves of a difference of costs is not above it.
            Gaps = records.Select(r => Math.Max(r.Objective - lowest, 1e-17)),
            Passes = records.Select(r => r.Passes),
            result.Status,
            Cost = result.Objective,
        };
    }

    private static Run Commands(PointSet set, Descent whole, Descent part, string scale)
    {
        var fit = $"logodds fit {set.File} --formula \"{set.Formula}\" --quiet --trace";
        var trace = ", Trace = r => Console.WriteLine($\"{r.Iteration},{r.Objective},{r.Passes}\")";
        return new Run(
            $"{set.Preparation}{fit} newton.csv --solver newton\n{fit} lbfgs.csv --solver lbfgs\n{fit} descent.csv {whole.Flags(set.Rows, scale)}\n{fit} sgd.csv {part.Flags(set.Rows, scale)}",
            Run.Usings + $"var table = TableReader.Read(\"{set.File}\");\nLogisticRegression.Fit(table, \"{set.Formula}\", new FitOptions {{ Solver = new Newton(){trace} }});\nLogisticRegression.Fit(table, \"{set.Formula}\", new FitOptions {{ Solver = new Lbfgs(){trace} }});\nLogisticRegression.Fit(table, \"{set.Formula}\", new FitOptions {{ {CodeText.Settings(whole.Options(set.Rows, scale))}{trace} }});\nLogisticRegression.Fit(table, \"{set.Formula}\", new FitOptions {{ {CodeText.Settings(part.Options(set.Rows, scale))}{trace} }});\n");
    }
}
