using System.Globalization;
using LogOdds.Formulas;
using LogOdds.Solvers;

namespace LogOdds.Models;

/// <summary>The summary of a model of several classes.</summary>
internal static class ClassSummary
{
    public static ModelSummary Of(ClassModel model)
    {
        var (header, lines) = TableOf(model);
        return new ModelSummary($"{(model.Kind == ClassModelKind.Ordinal ? "Ordinal (proportional odds)" : "Multinomial")} logistic regression: {model.Encoding.Formula}")
        {
            Facts = [.. FactsOf(model)],
            Header = header,
            Coefficients = lines,
            Notes = [.. NotesOf(model)],
            Statistics = [.. StatisticsOf(model.Statistics)],
            Training = [("Accuracy", ModelSummary.Short(model.TrainingAccuracy)), ("Log loss", ModelSummary.Short(model.TrainingLogLoss))],
            Warnings = model.Warnings,
        };
    }

    private static IEnumerable<(string, string)> FactsOf(ClassModel model)
    {
        yield return ("Minimised", model.Objective.InWords);
        yield return ("Model", (model.Kind, model.IsSymmetric) switch
        {
            (ClassModelKind.Ordinal, _) => "logit P(Y ≤ k) = ζₖ − x·b: a positive coefficient makes higher classes more likely",
            (_, true) => "P(Y = k) = exp ηₖ / Σ exp η,  ηₖ = b₀ₖ + x·bₖ: every class has coefficients",
            _ => $"ln P(Y = k)/P(Y = {model.Reference}) = b₀ₖ + x·bₖ: every class against {model.Reference}",
        });
        var column = model.Encoding.Response.Column;
        var classes = model.Classes.Zip(model.Rows.ByClass, (label, rows) => $"{label} ({rows} rows)");
        yield return ("Classes", $"{(column.Contains('(') ? column : Formula.Quote(column))}: {string.Join(model.Kind == ClassModelKind.Ordinal ? " < " : ", ", classes)}");
        if (model.Roles.Weights is { } weights) yield return ("Weights", ModelSummary.WeightsOf(weights, model.Roles.WeightKind));
        if (model.Encoding.Offsets.Count > 0) yield return ("Offset", string.Join(" + ", model.Encoding.Offsets));
        yield return ("Rows", ModelSummary.RowsOf(model.Rows.Read, model.Rows.Used, model.Rows.MissingByColumn));
        foreach (var fact in ModelSummary.SolverOf(model.Solver)) yield return fact;
    }

    private static (string[], IReadOnlyList<string>[]) TableOf(ClassModel model)
    {
        var isScaled = model.Objective.Standardize != StandardizeKind.None;
        var hasErrors = model.Coefficients.Any(c => c.StandardError is not null);
        var columns = new List<(string Head, Func<Coefficient, string> Text)>
        {
            ("Term", c => c.Class is null ? c.Term : $"{c.Class}: {c.Term}"),
            ("Estimate", c => c.Estimate is null ? "left out" : ModelSummary.Figure(c.Estimate)),
        };
        if (isScaled) columns.Add(("Scaled", c => ModelSummary.Figure(c.ScaledEstimate)));
        if (hasErrors)
        {
            columns.Add(("Std. error", c => ModelSummary.Figure(c.StandardError)));
            columns.Add(("z", c => c.Z?.ToString("F3", CultureInfo.InvariantCulture) ?? ""));
            columns.Add(("p", c => ModelSummary.PValue(c.P)));
            columns.Add(("Low", c => ModelSummary.Figure(c.Low)));
            columns.Add(("High", c => ModelSummary.Figure(c.High)));
        }
        if (model.Solver.Status != SolverStatus.Separated) columns.Add(("Odds ratio", c => model.Encoding.Terms.Contains(c.Term) ? ModelSummary.Figure(c.OddsRatio) : ""));
        return ([.. columns.Select(c => c.Head)], [.. model.Coefficients.Select(c => (IReadOnlyList<string>)[.. columns.Select(column => column.Text(c))])]);
    }

    private static IEnumerable<string> NotesOf(ClassModel model)
    {
        if (model.Coefficients.Any(c => c.StandardError is not null))
            yield return $"Low and High are the ends of the {ModelSummary.Short(100 * model.ConfidenceLevel)} % Wald interval of the estimate.";
        else if (model.Objective.Lambda > 0)
            yield return "No standard errors: a penalty biases the estimates, and Wald intervals would not cover.";
        else if (model.Solver.Status != SolverStatus.Converged)
            yield return "No standard errors: they belong to the maximum of the likelihood, which was not reached.";
        if (model.Solver.Status == SolverStatus.Separated) yield break;
        if (model.Kind == ClassModelKind.Ordinal)
            yield return "An odds ratio is that of any higher class against the lower ones, the same at every threshold.";
        else if (model.IsSymmetric)
            yield return "Only differences between classes matter; the intercepts sum to 0.";
        else
            yield return $"An odds ratio is that of the class against {model.Reference}.";
    }

    // Residual degrees of freedom are a matter of how rows of like features are counted; the parameters are not.
    private static IEnumerable<(string Label, string Text)> StatisticsOf(FitStatistics statistics) =>
        ModelSummary.StatisticsOf(statistics).Select(line => line.Label == "Deviance"
            ? (line.Label, $"{ModelSummary.Wide(statistics.Deviance)} with {statistics.Parameters} parameters; null deviance {ModelSummary.Wide(statistics.NullDeviance)} with {statistics.NullParameters}") : line);
}
