using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Data;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Selection;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds cv</c>: the strength of a penalty by cross-validation.</summary>
internal sealed class CvCommand
{
    private readonly Inputs _inputs = new();
    private readonly FormulaOptions _model = new();
    private readonly PenaltyOptions _penalties = new(StandardizeKind.Population, "l1", "elastic-net", "l2", "group-lasso");
    private readonly StrengthOptions _strengths = new();
    private readonly Option<string> _family = ClassesFit.PathFamily();
    private readonly Option<int?> _folds = NumericOption.Whole<int>("--folds", "Parts that the rows are shared out into, each held out once. Default: 10.");
    private readonly Option<bool> _plain = new("--no-stratify") { Description = "Share rows out without regard to their class." };
    private readonly Option<string?> _group = new("--group") { Description = "A column whose rows of one value are held out together.", HelpName = "COLUMN" };
    private readonly Option<string?> _foldColumn = new("--fold-column") { Description = "A column that says which part a row is in.", HelpName = "COLUMN" };
    private readonly Option<int?> _repeats = NumericOption.Whole<int>("--repeats", "How often the rows are shared out anew. Default: 1.");
    private readonly Option<long?> _seed = NumericOption.Whole<long>("--seed", "The seed of the parts. Default: 1.");
    private readonly Option<string> _measure = Choice.Of("--measure", "What is measured on the rows held out.", MeasureNames.Measures, CrossValidationMeasure.Deviance);
    private readonly Option<string> _rule = Choice.Of("--rule", "Which strength is chosen: the best, or the largest within a standard error of it.", MeasureNames.Rules, ChoiceRule.Best);
    private readonly Option<string?> _calibrate = new Option<string?>("--calibrate") { Description = "Calibrate the model on the rows held out.", HelpName = "platt|beta|isotonic" }.AcceptOnlyFromAmong("platt", "beta", "isotonic");
    private readonly Option<string?> _out = new("--out") { Description = "Write the chosen model, fitted to all rows.", HelpName = "MODEL.json" };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text." };

    public static Command Create()
    {
        var cv = new CvCommand();
        var command = new Command("cv", "Choose the strength of a penalty by how fits do on rows that they have not seen.");
        cv._inputs.AddTo(command, hasRows: true);
        cv._model.AddTo(command, cv._inputs);
        foreach (var option in cv.Options()) command.Options.Add(option);
        command.SetAction(cv.Run);
        return command;
    }

    private IEnumerable<Option> Options() => [_family, .. _penalties.All, .. _strengths.All, _folds, _plain, _group, _foldColumn, _repeats, _seed, _measure, _rule, _calibrate, _out, _json];

    private int Run(ParseResult parsed)
    {
        var (formula, place, defaults) = (_model.Formula(parsed), parsed.GetValue(_out), new CrossValidationOptions());
        if (parsed.GetValue(_folds) < 2) throw new UsageException("--folds is 2 or more");
        if (parsed.GetValue(_repeats) < 1) throw new UsageException("--repeats is 1 or more");
        var (given, group) = (parsed.GetValue(_foldColumn), parsed.GetValue(_group));
        if (given is not null && (group is not null || parsed.GetValue(_folds) is not null || parsed.GetValue(_repeats) is not null || parsed.GetValue(_seed) is not null))
            throw new UsageException("--fold-column says which part a row is in: leave out --folds, --group, --repeats and --seed");
        if (parsed.GetValue(_calibrate) is not null && place is null && !parsed.GetValue(_json)) throw new UsageException("--calibrate puts a map into the model: add --out MODEL.json");
        if (place is not null) AtomicFile.RequirePlace(place);
        var penalties = _penalties.Each(parsed);
        using var progress = new ProgressLine();
        var options = new CrossValidationOptions
        {
            Path = _strengths.Of(parsed, penalties[0], _penalties.Apply(parsed, _model.Apply(parsed, _inputs, new FitOptions()))),
            Penalties = penalties,
            Folds = parsed.GetValue(_folds) ?? defaults.Folds,
            IsStratified = !parsed.GetValue(_plain),
            GroupColumn = group,
            FoldColumn = given,
            Repeats = parsed.GetValue(_repeats) ?? defaults.Repeats,
            Seed = parsed.GetValue(_seed) ?? defaults.Seed,
            Measure = Names.ValueOf(MeasureNames.Measures, parsed.GetValue(_measure)),
            Rule = Names.ValueOf(MeasureNames.Rules, parsed.GetValue(_rule)),
            Progress = progress.Folding,
        };
        var table = _inputs.Read(parsed, options.Path.Fit.Threads);
        if (ClassesFit.IsOfSeveral(parsed, parsed.GetValue(_family)!, formula, table, options.Path.Fit))
        {
            var classes = MultinomialRegression.CrossValidate(table, formula, options);
            progress.Dispose();
            if (place is not null) ModelFile.Save(classes.Model(), place);
            return Report(parsed, classes, map: null);
        }
        var cv = LogisticRegression.CrossValidate(table, formula, options);
        progress.Dispose();

        var map = parsed.GetValue(_calibrate) is { } method ? cv.Calibrate(method) : null;
        if (place is not null) ModelFile.Save(map is null ? cv.Model() : cv.Model().WithCalibration(map), place);
        return Report(parsed, cv, map);
    }

    private int Report(ParseResult parsed, PathValidation cv, CalibrationMap? map)
    {
        if (parsed.GetValue(_json)) CvJson.Write(cv, map);
        else CvView.Write(cv);
        SummaryView.WriteWarnings(cv.Paths[cv.BestPenalty].Warnings);
        return ExitCode.Done;
    }
}
