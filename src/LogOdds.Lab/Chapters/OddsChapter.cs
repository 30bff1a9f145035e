using System.Globalization;
using LogOdds.Datafits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>Probability, odds and log-odds: three scales for one thing.</summary>
internal sealed class OddsChapter : IChapter
{
    private const double Edge = 1e-3;

    // What one more unit does, shown from starts all over the scale.
    private static readonly double[] Starts = [0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95];

    public string Name => "odds";

    public void Map(RouteGroupBuilder chapter)
    {
        chapter.MapGet("/", Answer);
        chapter.MapGet("/back", Back);
    }

    internal static object Answer(double p, double w)
    {
        p = Math.Clamp(p, Edge, 1 - Edge);
        var axis = Grid.Line(Edge, 1 - Edge, 199);
        return new
        {
            P = p,
            Odds = p / (1 - p),
            LogOdds = LogOddsOf(p),
            Curve = new { X = axis, Y = axis.Select(LogOddsOf) },
            Factor = Math.Exp(w),
            After = Logistic.Probability(LogOddsOf(p) + w),
            Moves = Starts.Select(start => new { From = start, To = Logistic.Probability(LogOddsOf(start) + w) }),
            Run = new Run(
                "# log-odds are what a model adds up; predict turns them into probabilities\nlogodds data study_hours_16 > study_hours_16.csv\nlogodds fit study_hours_16.csv --formula \"passed ~ hours\" --out model.json --words\nlogodds predict model.json study_hours_16.csv",
                Run.Usings + string.Create(CultureInfo.InvariantCulture, $"var p = {p:R};\nvar logOdds = Math.Log(p / (1 - p));\nConsole.WriteLine($\"odds {{p / (1 - p)}}, log-odds {{logOdds}}\");\nConsole.WriteLine($\"one more unit: {{Logistic.Probability(logOdds + {w:R})}}\");\n")),
        };
    }

    /// <summary>The probability at a place on the axis of log-odds.</summary>
    internal static object Back(double logOdds) => new { P = Math.Round(Math.Clamp(Logistic.Probability(logOdds), Edge, 1 - Edge), 4) };

    private static double LogOddsOf(double p) => Math.Log(p / (1 - p));
}
