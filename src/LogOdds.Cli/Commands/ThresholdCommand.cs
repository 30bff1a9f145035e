using System.CommandLine;
using System.Globalization;
using LogOdds.Cli.Output;
using LogOdds.Data;
using LogOdds.Inference;
using LogOdds.Metrics;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds threshold</c>: from which probability on to predict the class that counts as 1.</summary>
internal sealed class ThresholdCommand
{
    // What the overview shows where a target or costs would have to be given.
    private const double UsualSensitivity = 0.9;

    private readonly Inputs _inputs = new();
    private readonly PrevalenceOption _prevalence = new();
    private readonly BootstrapOptions _bootstrap = new();
    private readonly Option<bool> _youden = new("--youden") { Description = "Choose by the largest recall + specificity - 1." };
    private readonly Option<bool> _f1 = new("--f1") { Description = "Choose by the largest F1." };
    private readonly Option<double?> _sensitivity = NumericOption.Real("--sensitivity", "Choose the highest threshold with at least this recall.");
    private readonly Option<double?> _costFalsePositive = NumericOption.Real("--cost-fp", "Choose by the least cost, with this cost of predicting 1 for a 0; with --cost-fn.");
    private readonly Option<double?> _costFalseNegative = NumericOption.Real("--cost-fn", "The cost of predicting 0 for a 1, in the same unit.");
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text, with the decision curve." };

    public static Command Create()
    {
        var threshold = new ThresholdCommand();
        var command = new Command("threshold", "Choose the probability from which on to predict the class that counts as 1; without a criterion, by each of them.") { Inputs.Model };
        threshold._inputs.AddTo(command, hasRows: true);
        foreach (var option in new Option[] { threshold._youden, threshold._f1, threshold._sensitivity, threshold._costFalsePositive, threshold._costFalseNegative }) command.Options.Add(option);
        threshold._prevalence.AddTo(command);
        threshold._bootstrap.AddTo(command);
        command.Options.Add(threshold._json);
        command.SetAction(threshold.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using var progress = new ProgressLine();
        var (criteria, prevalence, bootstrap) = (Criteria(parsed), _prevalence.Of(parsed), _bootstrap.Of(parsed, progress));
        var model = PrevalenceOption.Apply(prevalence, Inputs.ReadModel(parsed));
        var table = _inputs.Read(parsed);
        var outcomes = ScoredOutcomes.Of(model, table);
        if (!outcomes.HasBothClasses)
            throw new UnusableDataException($"all {outcomes.Rows} rows are of one class of '{model.Encoding.Response.Column}'", remedy: "A threshold is chosen on rows of both.");

        ChosenThreshold Choose(Criterion c) => new(c.Name, c.Label, c.Short, c.Value, c.Calibrated, ThresholdEvaluation.Of(outcomes.Classes.Span, outcomes.Probabilities.Span, c.Rule, bootstrap));
        var report = new ThresholdReport(model, prevalence, outcomes, table.Rows, bootstrap, [.. criteria.Select(Choose)]);
        progress.Dispose();
        if (parsed.GetValue(_json)) ThresholdJson.Write(report);
        else ThresholdView.Write(report);
        return ExitCode.Done;
    }

    private List<Criterion> Criteria(ParseResult parsed)
    {
        var criteria = new List<Criterion>();
        if (parsed.GetValue(_youden)) criteria.Add(Youden);
        if (parsed.GetValue(_f1)) criteria.Add(F1);
        if (parsed.GetValue(_sensitivity) is { } target) criteria.Add(Sensitivity(target is > 0 and <= 1 ? target : throw new UsageException("--sensitivity stands above 0 and is at most 1")));
        switch (parsed.GetValue(_costFalsePositive), parsed.GetValue(_costFalseNegative))
        {
            case (null, null): break;
            case ({ } falsePositive, { } falseNegative): criteria.Add(Costs(falsePositive, falseNegative)); break;
            default: throw new UsageException("--cost-fp and --cost-fn go together: the costs of the two errors, in the same unit");
        }
        return criteria.Count switch
        {
            0 => [Youden, F1, Sensitivity(UsualSensitivity), Costs(1, 1)],
            1 => criteria,
            _ => throw new UsageException($"a threshold is chosen by one criterion: {string.Join(" or ", criteria.Select(c => c.Option))}"),
        };
    }

    private static Criterion Youden => new("youden", "--youden", "Youden's index, recall + specificity − 1", "Youden", "Youden's index", null, (y, p, weights) => ThresholdChoice.ByYouden(y, p, weights));

    private static Criterion F1 => new("f1", "--f1", "F1, of precision and recall", "F1", "F1", null, (y, p, weights) => ThresholdChoice.ByF1(y, p, weights));

    private static Criterion Sensitivity(double target) => new("sensitivity", "--sensitivity",
        string.Create(CultureInfo.InvariantCulture, $"a sensitivity (recall) of at least {target:0.####}"), string.Create(CultureInfo.InvariantCulture, $"recall ≥ {target:0.####}"), "recall", null, (y, p, weights) => ThresholdChoice.BySensitivity(y, p, target, weights));

    private static Criterion Costs(double falsePositive, double falseNegative)
    {
        if (!(falsePositive >= 0 && falseNegative >= 0 && double.IsFinite(falsePositive + falseNegative) && falsePositive + falseNegative > 0))
            throw new UsageException("--cost-fp and --cost-fn are finite and 0 or more, and one of them stands above 0");
        return new Criterion("costs", "--cost-fp, --cost-fn",
            string.Create(CultureInfo.InvariantCulture, $"costs of {falsePositive:R} a false positive, {falseNegative:R} a false negative"), string.Create(CultureInfo.InvariantCulture, $"costs {falsePositive:0.####} : {falseNegative:0.####}"), "Cost a row",
            ThresholdChoice.ForCosts(falsePositive, falseNegative), (y, p, weights) => ThresholdChoice.ByCosts(y, p, falsePositive, falseNegative, weights));
    }

    /// <summary>A way to choose, and its names.</summary>
    private sealed record Criterion(string Name, string Option, string Label, string Short, string Value, double? Calibrated, ThresholdRule Rule);
}
