using System.Globalization;
using LogOdds.Inference;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>Tests of terms as text.</summary>
internal static class TestsView
{
    public static void Write(LogisticModel model, LogisticModel? smaller, string kind, IReadOnlyList<TermTest> tests, TermTest? global)
    {
        var facts = new List<(string Label, string Text)> { ("Model", model.Encoding.Formula) };
        if (smaller is not null) facts.Add(("Against", smaller.Encoding.Formula));
        facts.Add(("Rows", $"{model.Rows.Used}"));
        facts.Add(("Deviance", $"{FigureText.Of(model.Statistics.Deviance)}; null deviance {FigureText.Of(model.Statistics.NullDeviance)}"));
        Facts.Write(facts);
        Console.Out.WriteLine();
        var head = kind switch { "drop" => "Without", "sequential" => "And with", _ => "More" };
        IEnumerable<TermTest> lines = global is null ? tests : tests.Append(global);
        // The statistics of score and Wald are in the JSON: with them the table would not fit a terminal of 80 columns.
        TableView.Write([head, "df", "Deviance", "AIC", "LR", "p (LR)", "p (score)", "p (Wald)"],
            [.. lines.Select(test => (string[])[test.Name, test.DegreesOfFreedom.ToString(CultureInfo.InvariantCulture), Short(test.Deviance), Short(test.Aic ?? double.NaN),
                Short(test.LikelihoodRatio), FigureText.PValue(test.LikelihoodRatioP), PValue(test.ScoreP), PValue(test.WaldP)])],
            [false, .. Enumerable.Repeat(true, 7)]);
        Console.Out.WriteLine();
        Console.Out.WriteLine(kind switch
        {
            "drop" => "Each line is of the model without that term; terms that are part of a higher one stay. The last line tests all terms at once.",
            "sequential" => "Each line adds its term to those above it, so the order of the formula matters. The last line tests all terms at once.",
            _ => "The line tests what the model has more than the smaller one.",
        });
        Console.Out.WriteLine("LR is the likelihood ratio, to be preferred; score is Rao's, at the smaller model; Wald's is at the larger.");
    }

    private static string PValue(double p) => double.IsNaN(p) ? "–" : FigureText.PValue(p);

    private static string Short(double value) => double.IsNaN(value) ? "–" : value.ToString("F3", CultureInfo.InvariantCulture);
}
