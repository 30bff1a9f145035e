using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Penalties;
using LogOdds.Solvers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>What happens to the weight when the classes no longer overlap.</summary>
internal sealed class SeparationChapter : IChapter
{
    private const int MostSteps = 20_000;
    private const int PathPoints = 70;

    // Half of the largest rate at which a descent on a standardised column cannot diverge.
    private const double Rate = 4;

    public string Name => "separation";

    public void Map(RouteGroupBuilder chapter)
    {
        chapter.MapGet("/", Answer);
        chapter.MapGet("/path", Path);
    }

    internal static object Answer(double step, double lambda, string data = "hours", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var range = Grid.Range(set.Columns[0]);
        LogisticModel Fit(FitOptions options) => LogisticRegression.Fit(set.Table, set.Formula, options);
        var steps = (int)Math.Round(Math.Clamp(step, 1, MostSteps));
        var likelihood = Fit(new FitOptions());
        var descent = Fit(Descent(steps));
        var ridge = Fit(new FitOptions { Penalty = new Ridge(lambda) });
        var firth = Fit(new FitOptions { BiasReduction = BiasReduction.Firth });
        return new
        {
            Points = set.View,
            Range = range,
            Separation = likelihood.Separation?.InWords,
            Likelihood = LineOf(likelihood, range, set),
            Descent = LineOf(descent, range, set),
            Ridge = LineOf(ridge, range, set),
            Firth = LineOf(firth, range, set),
            Run = RunOf(set, steps, lambda),
        };
    }

    /// <summary>The weight along the descent, at steps that are evenly spaced on a logarithmic axis.</summary>
    internal static object Path(string data = "hours", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var standard = LogisticRegression.Fit(set.Table, set.Formula, Descent(1)).Coefficients[1];
        var scale = new Standardization([standard.Center!.Value], [standard.Scale!.Value]);
        var objective = set.Objective(new Logistic(), scale);
        int[] steps = [.. Enumerable.Range(0, PathPoints).Select(k => (int)Math.Round(Math.Pow(MostSteps, k / (PathPoints - 1.0)))).Distinct()];
        var (weights, here, done) = (new List<double>(), new double[objective.Dimension], 0);
        foreach (var step in steps)
        {
            here = new GradientDescent { LearningRate = Rate, MaxIterations = step - done, Tolerance = 0 }.Solve(objective, new NoPenalty(), here).Coefficients;
            done = step;
            weights.Add(scale.ToData(here)[0]);
        }
        return new { Steps = steps, Weights = weights };
    }

    private static FitOptions Descent(int steps) => new()
    {
        Solver = new GradientDescent { LearningRate = Rate, MaxIterations = steps, Tolerance = 0 },
        Standardize = StandardizeKind.Population,
        ProbabilityClip = 0,
    };

    private static object LineOf(LogisticModel model, double[] range, PointSet set)
    {
        var (b, w) = (model.Coefficients[0], model.Coefficients[1]);
        var isFinite = w.Limit == CoefficientLimit.Finite;
        return new
        {
            W = w.Estimate,
            B = b.Estimate,
            IsFinite = isFinite,
            Low = isFinite ? w.Low : null,
            High = isFinite ? w.High : null,
            Curve = Curve.Of(w.Estimate ?? 0, b.Estimate ?? 0, range[0], range[1]),
            Cost = set.Objective(new Logistic()).Evaluate([w.Estimate ?? 0, b.Estimate ?? 0], new double[2]),
        };
    }

    private static Run RunOf(PointSet set, int step, double lambda)
    {
        var fit = $"logodds fit {set.File} --formula \"{set.Formula}\"";
        return new Run(
            $"{set.Preparation}{fit}\n{fit} --solver gradient-descent --standardize population --learning-rate {Run.Text(Rate)} --max-iterations {step} --tolerance 0 --clip 0\n"
            + $"{fit} --penalty l2 --lambda {Run.Text(lambda)}\n{fit} --penalty firth",
            Run.Usings + $$"""
            var table = TableReader.Read("{{set.File}}");
            LogisticModel Fit(FitOptions options) => LogisticRegression.Fit(table, "{{set.Formula}}", options);
            var likelihood = Fit(new FitOptions());
            Console.WriteLine(likelihood.Separation?.InWords ?? $"w {likelihood.Coefficients[1].Estimate}");
            var descent = Fit(new FitOptions
            {
                Solver = new GradientDescent { LearningRate = {{Run.Text(Rate)}}, MaxIterations = {{step}}, Tolerance = 0 },
                Standardize = StandardizeKind.Population,
                ProbabilityClip = 0,
            });
            Console.WriteLine($"after {{step}} steps w {descent.Coefficients[1].Estimate}");
            Console.WriteLine($"ridge w {Fit(new FitOptions { Penalty = new Ridge({{Run.Text(lambda)}}) }).Coefficients[1].Estimate}");
            var firth = Fit(new FitOptions { BiasReduction = BiasReduction.Firth }).Coefficients[1];
            Console.WriteLine($"Firth w {firth.Estimate}, {firth.Low} to {firth.High}");

            """);
    }
}
