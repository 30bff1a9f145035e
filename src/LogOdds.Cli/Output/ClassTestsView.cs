using System.Globalization;

namespace LogOdds.Cli.Output;

/// <summary>Tests of several classes as text.</summary>
internal static class ClassTestsView
{
    public static void Write(ClassTests tests)
    {
        Facts.Write([("Model", tests.Model.Encoding.Formula), ("Rows", $"{tests.Model.Rows.Used}"), ("Deviance", $"{FigureText.Of(tests.Model.Statistics.Deviance)}; null deviance {FigureText.Of(tests.Model.Statistics.NullDeviance)}")]);
        Console.Out.WriteLine();
        TableView.Write(["Without", "df", "Deviance", "AIC", "LR", "p (LR)"],
            [.. tests.Terms.Append(tests.Global).Select(test => (string[])[test.Name, Whole(test.DegreesOfFreedom), Short(test.Deviance), Short(test.Aic ?? double.NaN), Short(test.LikelihoodRatio), PValue(test.LikelihoodRatioP)])],
            [false, true, true, true, true, true]);
        Console.Out.WriteLine();
        Console.Out.WriteLine("Each line is of the model without that term, by the likelihood ratio (LR); the last is without all.");
        if (tests.Parallel.Count == 0) return;
        Console.Out.WriteLine();
        TableView.Write(["Proportional odds", "df", "LR", "p (LR)", "Score", "p (score)"],
            [.. tests.Parallel.Select(test => (string[])[test.Name, Whole(test.DegreesOfFreedom), Short(test.LikelihoodRatio), PValue(test.LikelihoodRatioP), Short(test.Score), PValue(test.ScoreP)])],
            [false, true, true, true, true, true]);
        Console.Out.WriteLine();
        Console.Out.WriteLine("Each line lets the term have a coefficient at every threshold; a small p says that one is not enough.");
        if (tests.Parallel.Any(test => double.IsNaN(test.LikelihoodRatio)))
            Console.Out.WriteLine("There is no likelihood ratio where that model gives some row a class of probability below 0; the score test stands in.");
    }

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string PValue(double p) => double.IsNaN(p) ? "–" : FigureText.PValue(p);

    private static string Short(double value) => double.IsNaN(value) ? "–" : value.ToString("F3", CultureInfo.InvariantCulture);
}
