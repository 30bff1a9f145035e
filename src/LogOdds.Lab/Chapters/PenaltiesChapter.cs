using LogOdds.Data;
using LogOdds.Lab.Figures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>What a penalty does to two coefficients, as a shape that the bowl of the loss runs into, and to all of a data set.</summary>
internal sealed class PenaltiesChapter : IChapter
{
    private const double Weakest = 2e-4;
    private const double Strongest = 2;
    private const int PathPoints = 161;

    // The bowl is smooth, and each of its values takes a fit of the intercept.
    private const int Side = 41;

    private static readonly double[] Lambdas = [.. Enumerable.Range(0, PathPoints).Select(k => Strongest * Math.Pow(Weakest / Strongest, k / (PathPoints - 1.0)))];

    public string Name => "penalties";

    public void Map(RouteGroupBuilder chapter)
    {
        chapter.MapGet("/", Answer);
        chapter.MapGet("/data", static () => new { Weakest, Strongest, Sets = ScaledColumns.Views });
        chapter.MapGet("/plane", Plane);
        chapter.MapGet("/plane/path", PlanePath);
        chapter.MapGet("/path", Path);
    }

    /// <summary>The fits of one strength: of all columns, and of the two on the map.</summary>
    internal static object Answer(string data, string first, string second, double alpha, double lambda)
    {
        if (!(lambda > 0)) throw new UnusableDataException($"a strength of {lambda} cannot be drawn on a logarithmic axis", remedy: "Take one above 0.");
        var (all, pair) = (ScaledColumns.Of(data), ScaledColumns.Of(data, first, second));
        var (model, onMap) = (all.Fit(lambda, alpha), pair.Fit(lambda, alpha));
        var (coefficients, place) = (ScaledColumns.CoefficientsOf(model), ScaledColumns.CoefficientsOf(onMap));
        var (slopes, slopesOnMap) = (new double[coefficients.Length], new double[place.Length]);
        var loss = all.Loss.Evaluate(coefficients, slopes);
        pair.Loss.Evaluate(place, slopesOnMap);
        return new
        {
            Limit = alpha * lambda,
            Map = new
            {
                Place = place[..2],
                Pulls = slopesOnMap[..2].Select(Math.Abs),
                Shape = PenaltyShape.Through(alpha, place.AsSpan(0, 2)),
                Level = new ProfiledLoss(pair.Loss, pair.Likelihood).LevelThrough(place[0], place[1]),
            },
            Coefficients = all.Names.Select((name, j) => new { Name = name, Value = coefficients[j], Pull = Math.Abs(slopes[j]) }),
            NonZero = coefficients[..^1].Count(b => b != 0),
            Loss = loss,
            Penalty = model.Statistics.Objective - loss,
            model.Statistics.Objective,
            Gap = model.Solver.DualityGap,
            model.Objective.C,
            Run = RunOf(all, pair, lambda, alpha),
        };
    }

    /// <summary>The loss over the two coefficients, and where it is least.</summary>
    internal static object Plane(string data, string first, string second)
    {
        var pair = ScaledColumns.Of(data, first, second);
        var lowest = pair.Likelihood;
        // As long on both axes, so that a circle is one; wide enough for the lowest place, and for shapes around 0.
        var half = 1.25 * lowest[..2].Max(Math.Abs);
        double[][] windows = [.. lowest[..2].Select(best => new[] { best / 3 - half, best / 3 + half })];
        var loss = new ProfiledLoss(pair.Loss, lowest);
        return new { Windows = windows, Surface = Surface.Of(windows[0], windows[1], loss.At, Side), Lowest = lowest[..2] };
    }

    /// <summary>The two coefficients at all strengths, from the strongest on.</summary>
    internal static object PlanePath(string data, string first, string second, double alpha) => new { Places = ScaledColumns.Of(data, first, second).Path(alpha, Lambdas) };

    /// <summary>All coefficients at all strengths, from the strongest on, and which of them goes last.</summary>
    internal static object Path(string data, double alpha)
    {
        var columns = ScaledColumns.Of(data);
        var (path, likelihood) = (columns.Path(alpha, Lambdas), columns.Likelihood);
        // With all coefficients 0, the one whose column pulls most at the loss is the first to leave 0. No scaled column pulls as hard as 1.
        var slopes = new double[likelihood.Length];
        columns.Loss.Evaluate(ScaledColumns.CoefficientsOf(columns.Fit(lambda: 1, alpha: 1)), slopes);
        var last = Enumerable.Range(0, columns.Names.Count).MaxBy(j => Math.Abs(slopes[j]));
        return new
        {
            Lambdas,
            Columns = columns.Names.Select((name, j) => new { Name = name, Values = path.Select(b => b[j]), Likelihood = likelihood[j], Gone = Gone(path, j) }),
            Last = columns.Names[last],
            Critical = Math.Abs(slopes[last]) / alpha,
            Largest = columns.Names[Enumerable.Range(0, columns.Names.Count).MaxBy(j => Math.Abs(likelihood[j]))],
        };
    }

    /// <summary>The strength from which on a coefficient is 0; null when it is not at the strongest.</summary>
    private static double? Gone(double[][] path, int j)
    {
        var back = Array.FindIndex(path, b => b[j] != 0);
        return back == 0 ? null : Lambdas[(back < 0 ? path.Length : back) - 1];
    }

    private static Run RunOf(ScaledColumns all, ScaledColumns pair, double lambda, double alpha)
    {
        string Model(ScaledColumns columns) => $"{columns.File} --formula '{columns.Formula}' --penalty elastic-net --l1-ratio {Run.Text(alpha)}";
        var strength = $"--lambda {Run.Text(lambda)} --standardize population";
        var options = ScaledColumns.Options(lambda, alpha);
        return new Run(
            $"{all.Preparation}logodds fit {Model(all)} {strength}\nlogodds fit {Model(pair)} {strength}\nlogodds path {Model(all)}\nlogodds cv {Model(all)}",
            Run.Usings + $$"""
            var table = TableReader.Read("{{all.File}}");
            var options = new FitOptions { {{CodeText.Settings(options)}} };
            var all = LogisticRegression.Fit(table, "{{all.Formula}}", options);
            Console.WriteLine($"objective {all.Statistics.Objective}, duality gap {all.Solver.DualityGap}, scikit-learn's C {all.Objective.C}");
            var two = LogisticRegression.Fit(table, "{{pair.Formula}}", options);
            foreach (var model in new[] { all, two })
                foreach (var c in model.Coefficients.Skip(1)) Console.WriteLine($"{c.Term} {c.ScaledEstimate}");
            var path = LogisticRegression.FitPath(table, "{{all.Formula}}", new PathOptions { Penalty = {{CodeText.Literal(options.Penalty)}} });
            foreach (var point in path.Points) Console.WriteLine($"λ {point.Lambda}: {point.NonZero} coefficients are not 0");

            """);
    }
}
