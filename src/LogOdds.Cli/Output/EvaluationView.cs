using System.Globalization;
using LogOdds.Inference;
using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Cli.Output;

/// <summary>An evaluation as text: calibration first, then every metric with its interval.</summary>
internal static class EvaluationView
{
    // Of rows that a model was fitted to, the score equations leave no more than rounding.
    private const double FittedRows = 1e-6;

    public static void Write(EvaluationReport report)
    {
        var (evaluation, level) = (report.Evaluation, FigureText.Percent(report.Bootstrap.Level));
        Facts.Write([.. FactsOf(report)]);
        Console.Out.WriteLine();
        WriteCalibration(evaluation.Calibration, evaluation.Level);
        Console.Out.WriteLine();
        TableView.Write(["Metric", "Value", "Low", "High", "Interval"],
            [.. EvaluationFigures.Of(evaluation).Select(figure => (string[])[figure.Label, .. FigureText.Cells(figure.Estimate.Value, figure.Estimate.Interval), FigureText.Of(figure.Estimate.Method)])],
            [false, true, true, true, false]);
        Console.Out.WriteLine();
        Facts.Write([("Threshold", FigureText.Exact(evaluation.Metrics.Threshold)), ("Confusion", FigureText.Of(evaluation.Metrics.Confusion))]);
        if (report.Rival is { } rival) WriteComparison(rival.Name, rival.Model, rival.Comparison, evaluation.Level);
        Console.Out.WriteLine();
        Console.Out.WriteLine($"Low and High are the ends of {level} % intervals; of calibration, by standard errors. {Resamples(report.Bootstrap, evaluation.Bootstrap)}");
        if (report.Prevalence is null && IsOfFittedRows(evaluation.Calibration))
            Console.Out.WriteLine("Calibration this exact is that of the rows the model was fitted to; only other rows can tell how good the model is.");
        if (evaluation.Metrics.Auc is 0 or 1)
            Console.Out.WriteLine("No pair of rows contradicts the order, so DeLong's interval has no width; it does not follow that none will.");
        if (double.IsNaN(evaluation.Calibration.Slope))
            Console.Out.WriteLine(report.Outcomes.HasBothClasses
                ? "There is no calibration slope: the log-odds separate the classes without error, or are the same in all rows."
                : "All rows are of one class, so neither calibration nor ranking can be measured.");
    }

    /// <summary>How many resamples there were, and what befell them.</summary>
    public static string Resamples(Bootstrap options, BootstrapResult result) => result.Replicates == 0
        ? "No resamples were drawn."
        : string.Create(CultureInfo.InvariantCulture, $"The bootstrap drew {result.Replicates} resamples (seed {options.Seed}){(result.Redrawn > 0 ? $", and {result.Redrawn} anew that lacked a class" : "")}.{Undefined(result)}");

    private static string Undefined(BootstrapResult result) => result.Intervals.Select(interval => interval.Undefined).Where(count => count < result.Replicates).DefaultIfEmpty().Max() is var most and > 0
        ? $" In up to {most} of them a figure did not exist; its interval is of the others."
        : "";

    /// <summary>The model, the class that counts as 1 and the rows.</summary>
    public static IEnumerable<(string Label, string Text)> FactsOf(LogisticModel model, double? prevalence, ScoredOutcomes outcomes, int rowsRead)
    {
        yield return ("Model", model.Encoding.Formula);
        yield return ("Counts as 1", $"{model.Encoding.Response.Column} = {model.Positive}");
        if (prevalence is { } share) yield return ("Prevalence", $"intercept moved to a prevalence of {FigureText.Exact(share)}");
        yield return ("Rows", $"{outcomes.Rows} scored" + (rowsRead > outcomes.Rows ? $", {rowsRead - outcomes.Rows} left out for missing values" : ""));
    }

    private static IEnumerable<(string Label, string Text)> FactsOf(EvaluationReport report) => FactsOf(report.Model, report.Prevalence, report.Outcomes, report.RowsRead);

    private static void WriteCalibration(CalibrationFit calibration, double level)
    {
        static string[] Line(string label, double value, double error, ConfidenceInterval interval, string perfect) =>
            [label, FigureText.Of(value), FigureText.Of(error), FigureText.Of(interval.Low), FigureText.Of(interval.High), perfect];
        TableView.Write(["Calibration", "Value", "Std. error", "Low", "High", "Perfect"],
            [
                Line("Slope", calibration.Slope, calibration.SlopeStandardError, calibration.SlopeInterval(level), "1"),
                Line("Intercept", calibration.Intercept, calibration.InterceptStandardError, calibration.InterceptInterval(level), "0"),
                Line("In the large", calibration.InTheLarge, calibration.InTheLargeStandardError, calibration.InTheLargeInterval(level), "0"),
            ],
            [false, true, true, true, true, true]);
    }

    private static void WriteComparison(string name, LogisticModel model, ModelComparison comparison, double level)
    {
        Console.Out.WriteLine();
        Facts.Write([("Compared with", $"{name}: {model.Encoding.Formula}, on the same rows"),
            ("Its ROC AUC", FigureText.Of(comparison.Auc.Second.Area)),
            ("DeLong's test", $"z = {FigureText.Of(comparison.Auc.Z)}, p = {FigureText.PValue(comparison.Auc.P)}")]);
        Console.Out.WriteLine();
        static string[] Line(string label, double value, ConfidenceInterval interval, IntervalMethod method) => [label, .. FigureText.Cells(value, interval), FigureText.Of(method)];
        TableView.Write(["Difference", "Value", "Low", "High", "Interval"],
            [
                Line("ROC AUC", comparison.Auc.Difference, comparison.Auc.Interval(level), IntervalMethod.DeLong),
                Line("Log loss", comparison.LogLoss.Value, comparison.LogLoss.Interval, comparison.LogLoss.Method),
                Line("Brier score", comparison.Brier.Value, comparison.Brier.Interval, comparison.Brier.Method),
            ],
            [false, true, true, true, false]);
    }

    private static bool IsOfFittedRows(CalibrationFit calibration) =>
        Math.Abs(calibration.Slope - 1) < FittedRows && Math.Abs(calibration.Intercept) < FittedRows && Math.Abs(calibration.InTheLarge) < FittedRows;
}
