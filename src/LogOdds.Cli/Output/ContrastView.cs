using System.Globalization;
using LogOdds.Inference;

namespace LogOdds.Cli.Output;

/// <summary>Tests of combinations of coefficients as text.</summary>
internal static class ContrastView
{
    public static void Write(ContrastTest test)
    {
        Console.Out.WriteLine();
        TableView.Write(["Hypothesis", "Left − right", "Std. error", "z", "p", "Low", "High"],
            [.. test.Contrasts.Select(c => (string[])[c.Hypothesis, FigureText.Of(c.Estimate), FigureText.Of(c.StandardError), c.Z.ToString("F3", CultureInfo.InvariantCulture), FigureText.PValue(c.P), FigureText.Of(c.Low), FigureText.Of(c.High)])],
            [false, true, true, true, true, true, true]);
        if (test.DegreesOfFreedom > 1) Console.Out.WriteLine($"Together: Wald χ² = {FigureText.Of(test.Statistic)} on {test.DegreesOfFreedom}, p = {FigureText.PValue(test.P)}.");
    }
}
