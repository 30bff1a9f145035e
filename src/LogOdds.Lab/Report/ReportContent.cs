using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Inference;
using LogOdds.Lab.Figures;
using LogOdds.Metrics;
using LogOdds.Models;

namespace LogOdds.Lab.Report;

/// <summary>The sections of a report, as text and tables, and the figures that its charts are drawn from.</summary>
internal sealed class ReportContent
{
    // More columns than this are no summary.
    private const int MostColumns = 200;

    // Each term is left out of a fit once, and each resample sorts the rows: for many rows that is left to the commands.
    private const int MostTerms = 30;
    private const long MostTermNumbers = 150_000_000;
    private const int MostResampled = 100_000;

    private const int Listed = 10;

    private readonly ReportDocument _document;
    private readonly LogisticModel _model;
    private readonly Answer<Analysis> _analysis;
    private readonly Answer<ScoredOutcomes> _outcomes;
    private readonly Html _html = new();

    public ReportContent(ReportDocument document)
    {
        (_document, _model) = (document, document.Model);
        _analysis = Answer<Analysis>.To(() => new Analysis(_model, document.Table));
        _outcomes = Answer<ScoredOutcomes>.To(() => ScoredOutcomes.Of(_model, document.Test ?? document.Table));
        Performance = _outcomes.Then(PerformanceFigures.Of);
        Diagnostics = _analysis.Then(analysis => analysis.Rows());
        Influence = Diagnostics.Then(rows => InfluenceFigures.Of(rows, document.Table));
        Coefficients = CoefficientFigures.Of(_model);
    }

    public IReadOnlyList<CoefficientFigures> Coefficients { get; }

    public Answer<PerformanceFigures> Performance { get; }

    public Answer<InfluenceFigures> Influence { get; }

    private Answer<RowDiagnostics> Diagnostics { get; }

    /// <summary>The class that counts as 1, in words.</summary>
    public string Positive => Class(_model.Positive);

    public string Negative => Class(_model.Negative);

    /// <summary>All sections as HTML.</summary>
    public string Write()
    {
        var summary = _model.Summary();
        _html.Element("h1", summary.Title);
        _html.Paragraph($"Fitted to {_document.DataName}: {RowsInWords()}").Element("p", "The figures of this document are drawn by a script; its tables and sentences need none.", "class=\"noscript remark\"");
        Warnings(summary);
        Section("objective", "What was fitted", () => _html.Facts(summary.Facts).Facts(summary.Statistics));
        Section("data", "The data", Data);
        Section("coefficients", "Coefficients", () => CoefficientTable(summary));
        Section("words", "In words", () => _html.Facts(_model.InWords()));
        Section("terms", "Tests of terms", Terms);
        Section("performance", "Performance", PerformanceTables);
        Section("rows", "Residuals and influential rows", Rows);
        Section("diagnostics", "Collinearity and calibration", Checks);
        Section("reproduce", "How to get these figures again", Reproduce);
        _html.Element("p", $"LogOdds {ReportDocument.Version}", "class=\"remark\"");
        return _html.ToString();
    }

    private string Class(string label) => _model.Encoding.Response.Kind == ResponseKind.Classes ? $"{_model.Encoding.Response.Column} = {label}" : label;

    private void Section(string id, string title, Action write)
    {
        _html.Raw($"<section id=\"{id}\">\n").Element("h2", title);
        write();
        _html.Raw("</section>\n");
    }

    private string RowsInWords()
    {
        var rows = _model.Rows;
        var dropped = rows.Dropped == 0 ? "none left out" : $"{FigureText.Count(rows.Dropped)} left out for missing values ({string.Join(", ", rows.MissingByColumn.Select(m => $"{m.Key}: {FigureText.Count(m.Value)}"))})";
        return $"{FigureText.Count(rows.Read)} rows, {FigureText.Count(rows.Used)} used, {dropped}; {Positive} in {FigureText.Count(rows.Positives)}, {Negative} in {FigureText.Count(rows.Negatives)}."
            + (_document.Test is { } test ? $" {FigureText.Count(test.Rows)} further rows were left out to test on." : "");
    }

    private void Warnings(ModelSummary summary)
    {
        foreach (var warning in summary.Warnings) _html.Element("p", warning.Message, "class=\"warning\"");
        if (_model.Separation is not { } separation) return;
        _html.Paragraph($"{(separation.IsComplete ? "Complete" : "Quasi-complete")} separation: along the direction below no row's likelihood falls, and that of {FigureText.Count(separation.RowsGaining)} rows rises without end.")
            .Table("The direction of separation", ["Term", "Change"], separation.Direction.Select(move => (string[])[move.Term, FigureText.Of(move.Change)]));
    }

    private void Data()
    {
        string?[] named = [.. _model.Encoding.Response.Columns, .. _model.Encoding.Columns, _model.Roles.Weights, _model.Roles.Cluster, _model.Roles.Strata];
        var used = named.OfType<string>().Distinct().Where(name => _document.Table.TryGetColumn(name, out _)).ToArray();
        var columns = ColumnFigures.Of(new Table(used.Take(MostColumns).Select(name => _document.Table[name])));
        _html.Table("The columns that the model uses", ["Column", "Type", "Values", "Missing"], columns.Select(column => (string[])
            [column.Name, column.IsNumeric ? "numbers" : "categories", ValuesOf(column), FigureText.Count(column.Missing)]), texts: 3);
        if (used.Length > MostColumns) _html.Remark($"The first {MostColumns} of {used.Length} columns are listed.");
        if (_document.Table.Columns.Count > used.Length) _html.Remark($"The table has {_document.Table.Columns.Count - used.Length} further columns, which the model does not use.");
    }

    private static string ValuesOf(ColumnFigures column)
    {
        if (column.IsNumeric && column.Values.Count is 0 or > 4) return column.Low is null ? "" : $"{FigureText.Of(column.Low)} to {FigureText.Of(column.High)}";
        var shown = string.Join(", ", column.Values.Select(value => $"{value.Value} ({FigureText.Count(value.Rows)})"));
        return column.Distinct > column.Values.Count ? $"{shown}, and {column.Distinct - column.Values.Count} others" : shown;
    }

    private void CoefficientTable(ModelSummary summary)
    {
        string Interval(CoefficientFigures c) => c.IsIntercept || c.OddsLow is null || c.OddsHigh is null ? "" : $"{FigureText.Of(c.OddsLow)} to {FigureText.Of(c.OddsHigh)}";
        _html.Table("Coefficients", [.. summary.Header, "Interval of the odds ratio"], summary.Coefficients.Zip(Coefficients, (line, c) => (string[])[.. line, Interval(c)]));
        foreach (var note in summary.Notes) _html.Remark(note);
        _html.Chart("forest", "Odds ratios with their intervals");
    }

    private void Terms()
    {
        var terms = _model.Encoding.ModelTerms.Count;
        if (terms == 0)
        {
            _html.Paragraph("There is no term to leave out.");
            return;
        }
        if (terms > MostTerms || (long)_model.Rows.Used * (_model.Encoding.Terms.Count + 1) * terms > MostTermNumbers)
        {
            _html.Paragraph("With so many rows and terms the tests are left out here; logodds anova makes them.");
            return;
        }
        Show(_analysis.Then(analysis => analysis.Drop()), tests => _html.Table("Each term against the model without it", ["Term", "df", "Likelihood ratio", "p", "Score", "p", "Wald", "p", "AIC without it"], tests.Select(test => (string[])
            [test.Name, $"{test.DegreesOfFreedom}", FigureText.Of(test.LikelihoodRatio), FigureText.PValue(test.LikelihoodRatioP), FigureText.Of(test.Score), FigureText.PValue(test.ScoreP), FigureText.Of(test.Wald), FigureText.PValue(test.WaldP), FigureText.Of(test.Aic)])));
    }

    private void PerformanceTables() => Show(Performance, _ =>
    {
        var outcomes = _outcomes.Value!;
        var evaluation = Evaluation.Of(outcomes, 0.5, new Bootstrap { Replicates = outcomes.Rows <= MostResampled ? null : 0 });
        _html.Paragraph(_document.Test is null
            ? "Measured on the rows that the model was fitted to, which flatters it; only other rows can tell how good it is."
            : $"Measured on {FigureText.Count(outcomes.Rows)} rows that the fit has not seen.");
        _html.Table($"Metrics at threshold 0.5, with {FigureText.Of(100 * evaluation.Level)} % intervals", ["Metric", "Value", "Low", "High", "Interval"],
            MetricFigures.Of(evaluation).Select(line => (string[])[line.Label, FigureText.Of(line.Value), FigureText.Of(line.Low), FigureText.Of(line.High), line.Method]));
        if (evaluation.Bootstrap.Replicates == 0) _html.Remark("With so many rows no resamples were drawn, so metrics that need them have no intervals.");
        var c = evaluation.Metrics.Confusion;
        _html.Table("Confusion at threshold 0.5", ["Class", $"predicted {_model.Positive}", $"predicted {_model.Negative}"],
            [[$"is {_model.Positive}", FigureText.Count(c.TruePositives), FigureText.Count(c.FalseNegatives)], [$"is {_model.Negative}", FigureText.Count(c.FalsePositives), FigureText.Count(c.TrueNegatives)]]);
        _html.Raw("<div class=\"charts\">\n").Chart("roc", "ROC curve").Chart("precisionRecall", "Precision and recall").Chart("calibration", "Calibration").Chart("histogram", "Probabilities by class").Raw("</div>\n");
    });

    private void Rows() => Show(Influence, influence =>
    {
        _html.Chart("influence", "Leverage and residuals; the area of a bubble is Cook’s distance");
        _html.Table("The most influential rows", ["Row", "Is", "Fitted", "Leverage", "Studentized", "Cook’s distance"], influence.Top.Take(Listed).Select(row => (string[])
            [row.Where, FigureText.Of(row.Response), FigureText.Of(row.Fitted), FigureText.Of(row.Leverage), FigureText.Of(row.Studentized), FigureText.Of(row.Cook)]));
        _html.Remark("Cook’s distance says how far all estimates together move without the row; look for rows that stand apart, not for a limit.");
    });

    private void Checks()
    {
        if (_analysis.Refusal is { } refusal)
        {
            _html.Paragraph(refusal);
            return;
        }
        Show(_analysis.Then(analysis => analysis.Collinearity()), collinearity =>
        {
            _html.Paragraph($"Condition number {FigureText.Of(collinearity.ConditionNumber)}" + (collinearity.Involved.Count == 0 ? "." : $", above {Collinearity.Worrying}: {string.Join(", ", collinearity.Involved)} move together, so their coefficients are hard to tell apart."));
            if (collinearity.Inflation.Count < 2) return;
            _html.Table("Variance inflation", ["Term", "df", "GVIF", "Factor of a standard error"], collinearity.Inflation.Select(i => (string[])[i.Term, $"{i.DegreesOfFreedom}", FigureText.Of(i.Gvif), FigureText.Of(i.PerCoefficient)]));
        });
        Show(_analysis.Then(analysis => analysis.HosmerLemeshow()), test =>
        {
            _html.Table("Observed and expected by rising probability, on the rows of the fit", ["Group", "Rows", "Observed", "Expected"], test.Groups.Select((group, k) => (string[])
                [$"{k + 1}", FigureText.Count(group.Rows), FigureText.Count(Math.Round(group.Observed)), FigureText.Of(group.Expected)]));
            _html.Remark($"Hosmer and Lemeshow: χ² = {FigureText.Of(test.Statistic)} on {test.DegreesOfFreedom}, p = {FigureText.PValue(test.P)}. It depends on how the groups are cut; look at the shares first.");
        });
    }

    private void Reproduce()
    {
        if (_document.Command is { } command) _html.Element("h3", "As a command").Code(command);
        if (_document.Code is { } code) _html.Element("h3", "As C#").Code(code);
        _html.Facts([("Formula", _model.Encoding.Formula), ("Counts as 1", Positive), ("Solver", $"{_model.Solver.Name}: {_model.Solver.Reason}")]);
    }

    /// <summary>Shows an answer, or in words why there is none.</summary>
    private void Show<T>(Answer<T> answer, Action<T> show) where T : class
    {
        if (answer.Value is { } value) show(value);
        else _html.Paragraph(answer.Refusal!);
    }
}
