using System.Globalization;
using LogOdds.Inference;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>Marginal effects as text.</summary>
internal static class MarginsView
{
    public static void Write(LogisticModel model, MarginOptions options, IReadOnlyList<MarginalEffect> effects, MarginalEffect average)
    {
        Facts.Write([
            ("Model", model.Encoding.Formula),
            ("Probability of", $"{model.Encoding.Response.Column} = {model.Positive}"),
            ("Taken", options.At == MarginsAt.Means ? "once, with numbers at their means and factors at their shares" : $"in each of {model.Rows.Used} rows, and averaged"),
            ("On average", $"{FigureText.Of(average.Effect)} ({FigureText.Of(average.Low)} to {FigureText.Of(average.High)})"),
        ]);
        Console.Out.WriteLine();
        TableView.Write(["Change of", "Effect", "Std. error", "z", "p", "Low", "High"],
            [.. effects.Select(e => (string[])[e.Name, Figure(e.Effect), Figure(e.StandardError), e.Z.ToString("F3", CultureInfo.InvariantCulture), FigureText.PValue(e.P), Figure(e.Low), Figure(e.High)])],
            [false, true, true, true, true, true, true]);
        Console.Out.WriteLine();
        Console.Out.WriteLine(options.Measure switch
        {
            MarginMeasure.Dydx => "Effects are changes of the probability: for a unit of a numeric column, and for factors and 0/1 columns from the second value named to the first.",
            MarginMeasure.Eyex => "Effects are elasticities: the relative change of the probability for a relative change of the column.",
            MarginMeasure.Dyex => "Effects are changes of the probability for a relative change of the column.",
            _ => "Effects are relative changes of the probability for a unit of the column.",
        });
        Console.Out.WriteLine(options.ByDesignColumn
            ? "Each design column was moved by itself: those of factors, squares and interactions do not move so in any row."
            : "Columns were changed in the table and the formula run again, so that squares, splines and interactions move along.");
        Console.Out.WriteLine($"Low and High are the ends of {FigureText.Percent(options.Level)} % intervals, by the delta method.");
    }

    private static string Figure(double value) => value.ToString(Math.Abs(value) is > 0 and < 0.001 ? "0.000e+0" : "F5", CultureInfo.InvariantCulture);
}
