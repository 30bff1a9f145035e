using LogOdds.Datafits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>The slope to follow: none under a step, (p − y)·x under a sigmoid.</summary>
internal sealed class GradientChapter : IChapter
{
    private static readonly double[] Window = [-4, 4];

    public string Name => "gradient";

    public void Map(RouteGroupBuilder chapter) => chapter.MapGet("/", Answer);

    internal static object Answer(double w, double b, double x, int y, double rate)
    {
        var ws = Grid.Line(Window[0], Window[1], 241);
        var z = w * x + b;
        var p = Logistic.Probability(z);
        var loss = Logistic.Loss(y, z);
        // dℓ/dp, dp/dz and dz/dw one by one, and what is left of their product.
        var outer = y == 1 ? -1 / p : 1 / Logistic.Probability(-z);
        var inner = p * Logistic.Probability(-z);
        var slope = (p - y) * x;
        var next = w - rate * slope;
        return new
        {
            Window,
            W = ws,
            Loss = ws.Select(v => Logistic.Loss(y, v * x + b)),
            Step = ws.Select(v => (v * x + b >= 0 ? 1 : 0) == y ? 0.0 : 1.0),
            Here = loss,
            StepHere = (z >= 0 ? 1 : 0) == y ? 0.0 : 1.0,
            Highest = Math.Max(1.2, Math.Max(Logistic.Loss(y, Window[0] * x + b), Logistic.Loss(y, Window[1] * x + b))),
            Tangent = new[] { w - 1, loss - slope, w + 1, loss + slope },
            Next = next,
            NextLoss = Logistic.Loss(y, next * x + b),
            Z = z,
            P = p,
            Outer = outer,
            Inner = inner,
            X = x,
            Product = outer * inner * x,
            Slope = slope,
            Run = new Run(
                "# one row by itself has no best weight; over all rows the same slope drives\nlogodds data study_hours_16 > study_hours_16.csv\nlogodds fit study_hours_16.csv --formula \"passed ~ hours\" --solver gradient-descent --learning-rate 0.1 --max-iterations 3000",
                Run.Usings + $"var (x, y) = (new[] {{ {Run.Text(x)} }}, new[] {{ {y}.0 }});\nvar objective = new LinearObjective(new DenseDesign<double>(1, [x]), new Response(y), new Logistic());\nvar gradient = new double[2];\nvar loss = objective.Evaluate([{Run.Text(w)}, {Run.Text(b)}], gradient);\nConsole.WriteLine($\"loss {{loss}}, slope {{gradient[0]}}\");\n"),
        };
    }
}
