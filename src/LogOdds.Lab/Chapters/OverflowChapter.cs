using System.Globalization;
using LogOdds.Datafits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LogOdds.Lab.Chapters;

/// <summary>Where the formulas of the book break in a computer, and the forms that do not.</summary>
internal sealed class OverflowChapter : IChapter
{
    public string Name => "overflow";

    public void Map(RouteGroupBuilder chapter) => chapter.MapGet("/", Answer);

    internal static object Answer(double z)
    {
        var reach = Math.Max(50, Math.Abs(z) * 1.2);
        var axis = Grid.Line(-reach, reach, 241);
        return new
        {
            Axis = axis,
            Range = new[] { -reach, reach },
            Naive = axis.Select(Book),
            Stable = axis.Select(v => Logistic.Loss(0, v)),
            Figures = new
            {
                Exp = Text(Math.Exp(-z)),
                Fraction = Text(Math.Exp(z) / (1 + Math.Exp(z))),
                Sigmoid = Text(Logistic.Probability(z)),
                Remainder = Text(1 - Logistic.Probability(z)),
                StableRemainder = Text(Logistic.Probability(-z)),
                BookLoss = Text(Book(z)),
                Loss = Text(Logistic.Loss(0, z)),
            },
            StableHere = Logistic.Loss(0, z),
            IsBroken = !double.IsFinite(Book(z)) || !double.IsFinite(Math.Exp(z) / (1 + Math.Exp(z))),
            Run = new Run(
                "# --clip 1e-10 is how textbook code keeps away from log(0); 0 is the exact loss\nlogodds data breast_cancer > breast_cancer.csv\nlogodds fit breast_cancer.csv --target benign --solver gradient-descent --standardize population --max-iterations 1000 --clip 0",
                Run.Usings + $"var z = {Run.Text(z)};\nConsole.WriteLine($\"probability {{Logistic.Probability(z)}}, and what is left {{Logistic.Probability(-z)}}\");\nConsole.WriteLine($\"loss of a 0: {{Logistic.Loss(0, z)}}\");\n"),
        };
    }

    /// <summary>−log(1 − 1/(1 + e⁻ᶻ)), as it stands in books.</summary>
    private static double Book(double z) => -Math.Log(1 - 1 / (1 + Math.Exp(-z)));

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture) switch { "Infinity" or "∞" => "∞", "-Infinity" => "−∞", var text => text };
}
