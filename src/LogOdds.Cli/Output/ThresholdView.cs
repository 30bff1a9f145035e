using LogOdds.Metrics;

namespace LogOdds.Cli.Output;

/// <summary>Chosen thresholds as text.</summary>
internal static class ThresholdView
{
    public static void Write(ThresholdReport report)
    {
        Facts.Write([.. EvaluationView.FactsOf(report.Model, report.Prevalence, report.Outcomes, report.RowsRead)]);
        Console.Out.WriteLine();
        if (report.Choices is [var only]) WriteOne(only);
        else WriteAll(report.Choices);
        Console.Out.WriteLine();
        Console.Out.WriteLine($"Low and High are the ends of {FigureText.Percent(report.Bootstrap.Level)} % intervals; each resample chooses its own threshold. {EvaluationView.Resamples(report.Bootstrap, report.Choices[0].Evaluation.Bootstrap)}");
        if (report.Choices.Count > 1) Console.Out.WriteLine("Asked for one criterion, the command prints all digits of its threshold, and its metrics with their intervals.");
        Console.Out.WriteLine("A threshold looks better on the rows it was chosen on than on others: measure it there with logodds evaluate --threshold.");
    }

    private static void WriteOne(ChosenThreshold chosen)
    {
        var evaluation = chosen.Evaluation;
        var facts = new List<(string Label, string Text)> { ("Chosen by", chosen.Label), ("Threshold", Threshold(evaluation)) };
        if (chosen.Calibrated is { } calibrated) facts.Add(("If calibrated", $"{FigureText.Of(calibrated)}, the threshold of the least expected cost where probabilities mean what they say"));
        facts.Add(("Confusion", FigureText.Of(evaluation.Choice.Confusion)));
        Facts.Write(facts);
        Console.Out.WriteLine();
        IEnumerable<(string Label, MetricEstimate Estimate)> figures = [("Threshold", evaluation.Threshold), .. ThresholdFigures.Of(evaluation).Select(figure => (figure.Label, figure.Estimate))];
        // A recall is among them already.
        if (chosen.Value != "recall") figures = figures.Append((chosen.Value, evaluation.Value));
        TableView.Write(["At that threshold", "Value", "Low", "High"],
            [.. figures.Select(figure => (string[])[figure.Label, .. FigureText.Cells(figure.Estimate.Value, figure.Estimate.Interval)])], [false, true, true, true]);
    }

    private static void WriteAll(IReadOnlyList<ChosenThreshold> choices) =>
        TableView.Write(["Chosen by", "Threshold", "Low–High", "Recall", "Specificity", "Precision"],
            [.. choices.Select(chosen => (string[])[chosen.Short, .. Cells(chosen.Evaluation)])], [false, true, true, true, true, true]);

    // The ends of the interval in one cell, so that the table fits a terminal of 80 columns.
    private static string[] Cells(ThresholdEvaluation e) =>
        [FigureText.Of(e.Threshold.Value), $"{FigureText.Of(e.Threshold.Interval.Low)}–{FigureText.Of(e.Threshold.Interval.High)}", FigureText.Of(e.Recall.Value), FigureText.Of(e.Specificity.Value), FigureText.Of(e.Precision.Value)];

    private static string Threshold(ThresholdEvaluation evaluation) => double.IsFinite(evaluation.Threshold.Value)
        ? FigureText.Exact(evaluation.Threshold.Value)
        : "above every probability: it is best to predict 1 for none";
}
