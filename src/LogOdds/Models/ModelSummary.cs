using System.Globalization;
using System.Text;
using LogOdds.Formulas;
using LogOdds.Metrics;
using LogOdds.Solvers;

namespace LogOdds.Models;

/// <summary>
/// A model in words and tables, as a value: <see cref="ToString"/> renders it as plain text, other surfaces take its parts.
/// It opens with the objective that was minimised.
/// </summary>
public sealed class ModelSummary
{
    // The lines that a block of many columns takes.
    private const int ShownOfBlock = 20;

    internal ModelSummary(LogisticModel model)
    {
        Title = $"Logistic regression: {model.Encoding.Formula}";
        Facts = [.. FactsOf(model)];
        (Header, Coefficients) = TableOf(model);
        Notes = [.. NotesOf(model)];
        Statistics = [.. StatisticsOf(model.Statistics)];
        Training = model.TrainingMetrics is { } training ? [.. ScoresOf(training)] : [];
        Warnings = model.Warnings;
    }

    /// <summary>A summary of its parts.</summary>
    internal ModelSummary(string title) => Title = title;

    /// <summary>What the model is.</summary>
    public string Title { get; }

    /// <summary>The objective, the class that counts as 1, the rows and the solver, each with a label.</summary>
    public IReadOnlyList<(string Label, string Text)> Facts { get; internal init; } = [];

    /// <summary>The heads of the coefficient table's columns; the first is of terms, the others of figures.</summary>
    public IReadOnlyList<string> Header { get; internal init; } = [];

    /// <summary>The coefficient table, a line a term; a figure that does not exist is an empty text.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Coefficients { get; internal init; } = [];

    /// <summary>Remarks on the table: why figures are absent, the boundary.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>Figures of the fit as a whole, each with a label.</summary>
    public IReadOnlyList<(string Label, string Text)> Statistics { get; internal init; } = [];

    /// <summary>Metrics on the rows the model was fitted to, each with a label.</summary>
    public IReadOnlyList<(string Label, string Text)> Training { get; internal init; } = [];

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<FitWarning> Warnings { get; internal init; } = [];

    /// <summary>Metrics with their labels, for reading.</summary>
    public static IEnumerable<(string Label, string Text)> ScoresOf(BinaryMetrics m)
    {
        yield return ("Accuracy", $"{Short(m.Accuracy)} (error rate {Short(m.ErrorRate)}) at threshold {Short(m.Threshold)}");
        yield return ("Confusion", $"{Count(m.Confusion.TruePositives)} true positives, {Count(m.Confusion.TrueNegatives)} true negatives, {Count(m.Confusion.FalsePositives)} false positives, {Count(m.Confusion.FalseNegatives)} false negatives");
        yield return ("Precision, recall", $"{Short(m.Precision)}, {Short(m.Recall)}; specificity {Short(m.Specificity)}, F1 {Short(m.F1)}, MCC {Short(m.Mcc)}");
        yield return ("Ranking", $"ROC AUC {Short(m.Auc)}, average precision {Short(m.AveragePrecision)}");
        yield return ("Probabilities", $"log loss {Short(m.LogLoss)}, Brier score {Short(m.Brier)}");
    }

    /// <summary>The summary as plain text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(Title).AppendLine();
        TextLayout.AppendFacts(text, Facts);
        text.AppendLine();
        TextLayout.AppendTable(text, Header, Coefficients, j => j > 0);
        foreach (var note in Notes) text.AppendLine(note);
        text.AppendLine();
        TextLayout.AppendFacts(text, Statistics);
        if (Training.Count > 0)
        {
            text.AppendLine().AppendLine("On the rows it was fitted to");
            TextLayout.AppendFacts(text, Training);
        }
        foreach (var warning in Warnings) text.AppendLine().AppendLine($"Warning ({warning.Code}): {warning.Message}");
        return text.ToString();
    }

    private static IEnumerable<(string, string)> FactsOf(LogisticModel model)
    {
        yield return ("Minimised", model.Objective.InWords);
        yield return ("", model.Objective.InSymbols);
        yield return ("", model.Objective.InOtherTools);
        var (column, positives, negatives) = (model.Encoding.Response.Column, Count(model.Rows.Positives), Count(model.Rows.Negatives));
        yield return ("Counts as 1", model.Encoding.Response.Kind switch
        {
            ResponseKind.Classes => $"{(column.Contains('(') ? column : Formula.Quote(column))} = {model.Positive} ({positives} rows); {model.Negative} counts as 0 ({negatives} rows)",
            ResponseKind.Counts => $"{model.Positive} ({positives}); {model.Negative} count as 0 ({negatives})",
            _ => $"{column} is the share of successes ({positives} of {Count(model.Rows.Positives + model.Rows.Negatives)})",
        });
        if (model.Choice is { } choice)
            yield return ("λ chosen", string.Create(CultureInfo.InvariantCulture, $"of {choice.Candidates} by cross-validation in {choice.FoldCount} folds{(choice.Repeats > 1 ? $", {choice.Repeats} times" : "")}{(choice.Seed is { } seed ? $" (seed {seed})" : "")}: {choice.Measure} {Short(choice.Mean)} ± {Short(choice.StandardError)}, rule {choice.Rule}"));
        if (model.Calibration is { } map) yield return ("Calibrated", $"probabilities go through a {map.Method} map; coefficients and figures of the fit are those before it");
        if (model.Roles.Weights is { } weights) yield return ("Weights", WeightsOf(weights, model.Roles.WeightKind));
        if (model.Encoding.Offsets.Count > 0) yield return ("Offset", string.Join(" + ", model.Encoding.Offsets));
        if (model.Strata is { } strata) yield return ("Matched sets", $"{model.Roles.Strata}: {strata.Strata}, of which {strata.Informative} ({strata.InformativeRows} rows) hold both cases and others and count");
        yield return ("Rows", RowsOf(model.Rows.Read, model.Rows.Used, model.Rows.MissingByColumn));
        foreach (var fact in SolverOf(model.Solver)) yield return fact;
    }

    /// <summary>What weights mean.</summary>
    internal static string WeightsOf(string column, WeightKind kind) =>
        $"{column}, {kind switch { WeightKind.Frequency => "the number of equal rows that a row stands for", WeightKind.Sampling => "one over the probability with which a row was drawn", _ => "how exact a row is" }}";

    /// <summary>What became of the rows.</summary>
    internal static string RowsOf(long read, long used, IReadOnlyDictionary<string, long> missing) =>
        $"{read} read, {used} used, {(read == used ? "none dropped" : $"{read - used} dropped for missing values ({string.Join(", ", missing.Select(m => $"{m.Key}: {m.Value}"))})")}";

    /// <summary>How the coefficients were found.</summary>
    internal static IEnumerable<(string, string)> SolverOf(SolverReport solver)
    {
        var ended = solver.Status switch
        {
            SolverStatus.Converged => "converged",
            SolverStatus.IterationLimit => "did not converge",
            SolverStatus.Separated => "classes separated, stopped",
            _ => "diverged",
        };
        yield return ("Solver", $"{solver.Name}, {ended} after {solver.Iterations} iterations ({solver.Passes} passes); largest gradient entry {Gradient(solver.GradientNorm)}{(solver.DualityGap is { } gap ? $", duality gap {Gradient(gap)}" : "")}");
        yield return ("", solver.Reason);
    }

    private static (string[], IReadOnlyList<string>[]) TableOf(LogisticModel model)
    {
        var isScaled = model.Objective.Standardize != StandardizeKind.None;
        var hasErrors = model.Coefficients.Any(c => c.StandardError is not null);
        var columns = new List<(string Head, Func<Coefficient, string> Text)> { ("Term", c => c.Term), ("Estimate", EstimateOf) };
        if (isScaled) columns.Add(("Scaled", c => Figure(c.ScaledEstimate)));
        if (hasErrors)
        {
            columns.Add(("Std. error", c => Figure(c.StandardError)));
            columns.Add(("z", c => c.Z?.ToString("F3", CultureInfo.InvariantCulture) ?? ""));
            columns.Add(("p", c => PValue(c.P)));
            columns.Add(("Low", c => Figure(c.Low)));
            columns.Add(("High", c => Figure(c.High)));
        }
        if (model.Solver.Status != SolverStatus.Separated || hasErrors) columns.Add(("Odds ratio", c => c.Term == LogisticModel.InterceptTerm ? "" : Figure(c.OddsRatio)));
        return ([.. columns.Select(c => c.Head)],
            [.. Lines(model).Select(line => (IReadOnlyList<string>)[.. columns.Select(column => column.Text(model.Coefficients[line]))])]);
    }

    /// <summary>The lines of the coefficient table that are shown: of a block of many columns, those whose coefficients are the largest.</summary>
    private static IEnumerable<int> Lines(LogisticModel model)
    {
        var first = model.Encoding.HasIntercept ? 1 : 0;
        for (var line = 0; line < first; line++) yield return line;
        foreach (var term in model.Encoding.ModelTerms)
        {
            var all = Enumerable.Range(first, term.ColumnNames.Count);
            first += term.ColumnNames.Count;
            if (!IsShortened(term)) foreach (var line in all) yield return line;
            else
                foreach (var line in all.Where(line => Size(line) > 0).OrderByDescending(Size).Take(ShownOfBlock)) yield return line;
        }
        double Size(int line) => Math.Abs(model.Coefficients[line].Estimate ?? 0);
    }

    private static bool IsShortened(ModelTerm term) => term.Variables is [BlockVariable] && term.ColumnNames.Count > ShownOfBlock;

    /// <summary>What is not shown of blocks.</summary>
    private static IEnumerable<string> LeftOut(LogisticModel model)
    {
        var first = model.Encoding.HasIntercept ? 1 : 0;
        foreach (var term in model.Encoding.ModelTerms)
        {
            var count = term.ColumnNames.Count;
            var others = Enumerable.Range(first, count).Count(line => model.Coefficients[line].Estimate is not (null or 0));
            first += count;
            if (IsShortened(term)) yield return $"{term.Name}: {others} of {count} coefficients are not 0; the {Math.Min(others, ShownOfBlock)} largest are shown. The model file has all.";
        }
    }

    private static string EstimateOf(Coefficient c) => c switch
    {
        { Estimate: null } => "left out",
        { Limit: CoefficientLimit.PlusInfinity } => "+∞",
        { Limit: CoefficientLimit.MinusInfinity } => "−∞",
        _ => Figure(c.Estimate),
    };

    private static string ErrorsOf(LogisticModel model) => model.CovarianceKind switch
    {
        CovarianceKind.Model => "",
        CovarianceKind.Cluster => $" Standard errors allow for rows of the same {model.Roles.Cluster} being alike (robust, by clusters).",
        CovarianceKind.Sampling => " Standard errors are those of sampling weights (robust).",
        var kind => $" Standard errors are robust ({kind}).",
    };

    private static IEnumerable<string> NotesOf(LogisticModel model)
    {
        foreach (var note in LeftOut(model)) yield return note;
        if (model.Coefficients.Any(c => c.StandardError is not null))
            yield return $"Low and High are the ends of the {Short(100 * model.ConfidenceLevel)} % {(model.Intervals == IntervalKind.Profile ? "profile-likelihood" : "Wald")} interval of the estimate.{ErrorsOf(model)}";
        if (model.Objective.Penalty == "firth")
            yield return "p is that of the penalised likelihood ratio." + (model.PredictionIntercept is { } intercept ? $" Probabilities are predicted with the intercept {Figure(intercept)}, which takes out their shrinking towards ½ (FLIC)." : "");
        if (model.Separation is not null && model.Solver.Status == SolverStatus.Separated)
            yield return "+∞ and −∞: the likelihood rises without end as the coefficient goes there. Finite estimates are the limits of the others on that way.";
        else if (model.Objective.L1Ratio > 0)
            yield return $"{model.Coefficients.Count(c => c.Term != LogisticModel.InterceptTerm && c.Estimate is not (null or 0))} of {model.Encoding.Terms.Count} coefficients are not 0. No standard errors: the rows have chosen which, so Wald intervals would not cover.";
        else if (model.Objective is { Lambda: 0, HasBounds: true })
            yield return "No standard errors: where a bound holds a coefficient, its estimate is not that of the likelihood.";
        else if (model.Objective.Lambda > 0)
            yield return "No standard errors: a penalty biases the estimates, and Wald intervals would not cover.";
        else if (model.Solver.Status is not SolverStatus.Converged)
            yield return "No standard errors: they belong to the maximum of the likelihood, which was not reached.";
        if (model.NumericFeatures is [var only] && model.Coefficients[1].Estimate is not null and not 0)
            yield return $"The probability is 0.5 at {only} = {Figure(model.DecisionBoundary())}.";
        if (model.NumericFeatures is [var first, var second] && model.Coefficients.All(c => c.Estimate is not null))
        {
            var line = model.DecisionLine();
            yield return $"The probability is 0.5 on the line {Figure(line.A)}·{first} {(line.B < 0 ? "−" : "+")} {Figure(Math.Abs(line.B))}·{second} = {Figure(-line.C)}.";
        }
    }

    /// <summary>Figures of a fit as a whole, for reading.</summary>
    internal static IEnumerable<(string Label, string Text)> StatisticsOf(FitStatistics s)
    {
        yield return ("Log-likelihood", Wide(s.LogLikelihood));
        yield return ("Deviance", $"{Wide(s.Deviance)} on {s.ResidualDegreesOfFreedom} degrees of freedom; null deviance {Wide(s.NullDeviance)} on {s.Observations - s.NullParameters}");
        if (s.PenalizedLogLikelihood is { } penalized) yield return ("Penalised", $"log-likelihood + ½ ln det I = {Wide(penalized)}");
        if (s.Aic is { } aic && s.Bic is { } bic) yield return ("AIC, BIC", $"{Wide(aic)}, {Wide(bic)}");
        if (s.McFaddenR2 is { } mcFadden && s.CoxSnellR2 is { } coxSnell && s.NagelkerkeR2 is { } nagelkerke)
            yield return ("Pseudo-R²", $"McFadden {Short(mcFadden)}, Cox–Snell {Short(coxSnell)}, Nagelkerke {Short(nagelkerke)}");
    }

    // Below 1e-14 it is the rounding of the sums, whose digits mean nothing and differ between machines.
    private static string Gradient(double norm) => norm < 1e-14 ? "below 1e-14" : norm.ToString("0.#e-0", CultureInfo.InvariantCulture);

    /// <summary>Five significant digits, without an exponent between 1e-5 and 1e7; empty when absent.</summary>
    internal static string Figure(double? value)
    {
        if (value is not { } number) return "";
        var size = Math.Abs(number);
        if (size == 0) return "0";
        if (size is < 1e-5 or >= 1e7) return number.ToString("0.####e+0", CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(4 - (int)Math.Floor(Math.Log10(size)), 0, 9);
        return number.ToString("F" + decimals, CultureInfo.InvariantCulture);
    }

    /// <summary>A p-value; empty when absent.</summary>
    internal static string PValue(double? p) => p switch
    {
        null => "",
        < 1e-300 => "<1e-300",
        < 1e-4 => p.Value.ToString("0.0e+0", CultureInfo.InvariantCulture),
        _ => p.Value.ToString("F4", CultureInfo.InvariantCulture),
    };

    /// <summary>Four decimals at most.</summary>
    internal static string Short(double value) => double.IsNaN(value) ? "–" : value.ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>Four decimals at most.</summary>
    // Adding 0 takes the sign from −0.
    internal static string Wide(double value) => (Math.Round(value, 4) + 0).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Count(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
