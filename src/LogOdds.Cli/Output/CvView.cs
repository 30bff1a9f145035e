using System.Globalization;
using LogOdds.Selection;

namespace LogOdds.Cli.Output;

/// <summary>A cross-validation as text.</summary>
internal static class CvView
{
    public static void Write(PathValidation cv)
    {
        var (options, measure) = (cv.Options, MeasureNames.Of(cv.Options.Measure));
        Facts.Write([("Model", cv.Encoding.Formula), ("Penalty", PathView.Penalty(options.Path with { Penalty = cv.Best.Penalty })),
            ("Rows", $"{cv.RowsUsed} used{(cv.RowsDropped > 0 ? $", {cv.RowsDropped} dropped for missing values" : "")}"), ("Folds", FoldsOf(cv)), ("Measure", measure)]);
        Console.Out.WriteLine();
        if (cv.Curves.Count > 1)
        {
            TableView.Write(["Penalty", "λ min", $"{measure} there", "Std. error", "λ 1se", "Chosen"], [.. cv.Curves.Select(curve => (string[])
            [
                PathView.Name(curve.Penalty), PathView.Short(curve.Points[curve.BestIndex].Lambda), FigureText.Of(curve.Points[curve.BestIndex].Mean), FigureText.Of(curve.Points[curve.BestIndex].StandardError),
                PathView.Short(curve.Points[curve.OneStandardErrorIndex].Lambda), ReferenceEquals(curve, cv.Best) ? "yes" : "",
            ])], [false, true, true, true, true, false]);
            Console.Out.WriteLine();
        }

        var best = cv.Best;
        var bars = new Bars(best.Points.Min(p => p.Mean - p.StandardError), best.Points.Max(p => p.Mean + p.StandardError));
        TableView.Write(["λ", cv is ClassCrossValidation ? "Slopes" : "Terms", measure, "Std. error", "", "mean ± standard error"], [.. Lines.Of(best.Points.Count, best.BestIndex, best.OneStandardErrorIndex).Select(k =>
        {
            var p = best.Points[k];
            return (string[])[PathView.Short(p.Lambda), $"{p.NonZero}", FigureText.Of(p.Mean), FigureText.Of(p.StandardError), Mark(best, k), bars.Draw(p.Mean - p.StandardError, p.Mean, p.Mean + p.StandardError)];
        })], [true, true, true, true, false, false]);
        Console.Out.WriteLine();
        var chosen = cv.Chosen;
        Facts.Write([("Chosen", string.Create(CultureInfo.InvariantCulture, $"λ = {chosen.Lambda:R} ({MeasureNames.Of(options.Rule)}): {chosen.NonZero} {(cv is ClassCrossValidation ? "slopes" : "terms")}, {measure} {FigureText.Of(chosen.Mean)} ± {FigureText.Of(chosen.StandardError)}")),
            ("", "a figure that was chosen for being good flatters; rows that had no part in the choice tell how good it is")]);
    }

    private static string Mark(CrossValidationCurve curve, int k) => (k == curve.BestIndex, k == curve.OneStandardErrorIndex) switch
    {
        (true, true) => "min, 1se",
        (true, _) => "min",
        (_, true) => "1se",
        _ => "",
    };

    private static string FoldsOf(PathValidation cv) => $"{cv.Partitions[0].Count}" + (cv.Options.FoldColumn is { } column ? $", as column {column} says"
        : (cv.Options.GroupColumn is { } group ? $", rows of one {group} held out together" : cv.Options.IsStratified ? ", stratified by class" : "")
            + (cv.Partitions.Count > 1 ? $", {cv.Partitions.Count} times" : "") + string.Create(CultureInfo.InvariantCulture, $" (seed {cv.Options.Seed})"));
}
