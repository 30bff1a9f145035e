using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>Squares and products as features, where a line is not enough.</summary>
internal sealed class FeaturesChapter : IChapter
{
    public string Name => "features";

    public void Map(RouteGroupBuilder chapter) => chapter.MapGet("/", Answer);

    internal static object Answer(string terms, string data = "rings", string? points = null)
    {
        var set = PointSet.Of(data, points);
        var formula = Terms.Formula(set, terms);
        var model = LogisticRegression.Fit(set.Table, formula);
        var training = model.Training;
        return new
        {
            Points = set.View,
            Formula = formula,
            Map = Surface.Of(model, set),
            Wrong = WrongOnes(model, set),
            Coefficients = model.Coefficients.Select(c => new { c.Term, c.Estimate, c.Limit }),
            training.Accuracy,
            Errors = training.Confusion.FalsePositives + training.Confusion.FalseNegatives,
            training.LogLoss,
            Chance = model.Statistics.NullLoss / model.Statistics.Observations,
            Separation = model.Separation?.InWords,
            Run = Run.Fit(set, formula: formula, print: "Console.Write(model.Summary());\nConsole.WriteLine($\"accuracy {model.Training.Accuracy}, log loss {model.Training.LogLoss}\");"),
        };
    }

    private static IEnumerable<int> WrongOnes(Models.LogisticModel model, PointSet set)
    {
        var p = model.Probability(set.Table);
        return Enumerable.Range(0, p.Length).Where(i => (p[i] >= 0.5) != (set.Classes[i] == 1));
    }
}
