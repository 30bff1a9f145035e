using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.IO;
using LogOdds.Metrics;
using LogOdds.Models;
using LogOdds.Selection;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds calibrate</c>: probabilities that mean what they say, from the scores of any tool or of a model.</summary>
internal sealed class CalibrateCommand
{
    private const string Added = "calibrated";

    private readonly Inputs _inputs = new();
    private readonly Option<string?> _score = new("--score") { Description = "The column of scores: log-odds, or for platt and isotonic any numbers that are larger for class 1.", HelpName = "COLUMN" };
    private readonly Option<string?> _probability = new("--probability") { Description = "The column of probabilities of class 1.", HelpName = "COLUMN" };
    private readonly Option<string?> _model = new("--model") { Description = "A model of these rows; it is fitted anew without each fold, and --out writes it calibrated.", HelpName = "MODEL.json" };
    private readonly Option<string?> _target = new("--target") { Description = "The column of classes.", HelpName = "NAME" };
    private readonly Option<string?> _positive = new("--positive") { Description = "The label counted as 1. Default: the larger of the two.", HelpName = "LABEL" };
    private readonly Option<string> _method = Choice.Of("--method", "The form of the map.", "platt", "beta", "isotonic");
    private readonly Option<bool> _plain = new("--no-smoothing") { Description = "Take the classes as 0 and 1, where platt and beta draw them inwards by a row." };
    private readonly Option<int?> _folds = NumericOption.Whole<int>("--folds", "Parts of the rows that are held out in turn. Default: 10.");
    private readonly Option<long?> _seed = NumericOption.Whole<long>("--seed", "The seed of the parts. Default: 1.");
    private readonly Option<string?> _apply = new("--apply") { Description = $"Put scores through a map that was written before, as a column '{Added}'.", HelpName = "MAP.json" };
    private readonly Option<string?> _out = new("--out") { Description = "Write the map; with --model the calibrated model, with --apply the rows.", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text." };

    public static Command Create()
    {
        var calibrate = new CalibrateCommand();
        var command = new Command("calibrate", "Map scores to probabilities that mean what they say.");
        calibrate._inputs.AddTo(command, hasRows: true);
        foreach (var option in calibrate.Options()) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            bool Has(Option option) => result.GetResult(option) is { Implicit: false };
            if (new[] { Has(calibrate._score), Has(calibrate._probability), Has(calibrate._model) }.Count(has => has) != 1) result.AddError("Say what to calibrate: --score COLUMN, --probability COLUMN or --model MODEL.json, one of the three.");
            else if (Has(calibrate._apply) && (Has(calibrate._model) || Has(calibrate._target) || Has(calibrate._method))) result.AddError("--apply puts a column through a map: give --score or --probability, and nothing of how maps are fitted. Models that are calibrated predict so by themselves.");
            else if (Has(calibrate._model) == Has(calibrate._target) && !Has(calibrate._apply)) result.AddError(Has(calibrate._model) ? "--model knows its target: leave out --target." : "Say which column has the classes: --target NAME.");
        });
        command.SetAction(calibrate.Run);
        return command;
    }

    private IEnumerable<Option> Options() => [_score, _probability, _model, _target, _positive, _method, _plain, _folds, _seed, _apply, _out, _json];

    private int Run(ParseResult parsed)
    {
        var (folds, place) = (parsed.GetValue(_folds) ?? 10, parsed.GetValue(_out));
        if (folds < 2) throw new UsageException("--folds is 2 or more");
        if (place is not null) AtomicFile.RequirePlace(place);
        if (parsed.GetValue(_apply) is { } map) return Apply(parsed, CalibrationFile.Load(map), place);
        var (method, seed, isSmoothed) = (parsed.GetValue(_method)!, parsed.GetValue(_seed) ?? 1, !parsed.GetValue(_plain));
        CalibrationReport report;
        if (parsed.GetValue(_model) is { } path)
        {
            var model = ModelFile.Load(path);
            report = new Analysis(model, _inputs.Read(parsed)).Calibrate(method, folds, seed, isSmoothed);
            if (place is not null) ModelFile.Save(model.WithCalibration(report.Map), place);
        }
        else
        {
            var table = _inputs.Read(parsed);
            var (y, scores) = Complete(parsed, table);
            report = CalibrationReport.Of(method, y, scores, default, folds, seed, isSmoothed);
            if (place is not null) CalibrationFile.Save(report.Map, place);
        }
        if (parsed.GetValue(_json)) CalibrationJson.Write(report, seed);
        else CalibrationView.Write(report, seed);
        return ExitCode.Done;
    }

    private int Apply(ParseResult parsed, CalibrationMap map, string? place)
    {
        var table = _inputs.Read(parsed);
        if (table.TryGetColumn(Added, out _)) throw new UnusableDataException($"the data already have a column '{Added}', which the map would write", remedy: "Rename that column or leave it out.");
        double[] calibrated = [.. Scores(parsed, table).Select(score => double.IsNaN(score) ? NumericColumn.Missing : map.Probability(score))];
        var scored = new Table([.. table.Columns, new NumericColumn(Added, calibrated)]);
        if (place is not null) AtomicFile.Write(place, stream => TableWriter.Write(scored, stream));
        else
        {
            using var output = Console.OpenStandardOutput();
            TableWriter.Write(scored, output);
        }
        return ExitCode.Done;
    }

    /// <summary>Classes and scores of the rows that have both.</summary>
    private (double[] Classes, double[] Scores) Complete(ParseResult parsed, Table table)
    {
        var target = parsed.GetValue(_target)!;
        var scores = Scores(parsed, table);
        int[] complete = [.. Enumerable.Range(0, table.Rows).Where(row => !double.IsNaN(scores[row]) && !table[target].IsMissing(row))];
        if (complete.Length == 0) throw new UnusableDataException("no row has both a score and a class");
        var rows = table.Select(complete);
        var response = ResponseCoding.Learn(Formula.AllOn(target), rows, parsed.GetValue(_positive), isWeighted: false);
        if (complete.Length < table.Rows) Console.Error.WriteLine($"logodds: {table.Rows - complete.Length} of {table.Rows} rows miss a score or a class and are left out.");
        return (response.Encode(rows), Array.ConvertAll(complete, row => scores[row]));
    }

    /// <summary>The scores of all rows as log-odds; NaN where they are missing.</summary>
    private double[] Scores(ParseResult parsed, Table table)
    {
        var name = parsed.GetValue(_score) ?? parsed.GetValue(_probability)!;
        if (table[name] is not NumericColumn column) throw new UnusableDataException($"column '{name}' holds text; scores are numbers");
        var isProbability = parsed.GetValue(_probability) is not null;
        var scores = new double[table.Rows];
        for (var row = 0; row < scores.Length; row++)
        {
            var value = column.Values[row];
            if (column.IsMissing(row)) scores[row] = double.NaN;
            else if (!isProbability && double.IsFinite(value)) scores[row] = value;
            else if (isProbability && value is > 0 and < 1) scores[row] = Math.Log(value / (1 - value));
            else throw new UnusableDataException($"column '{name}' holds {NumericColumn.Format(value)}, which is no {(isProbability ? "probability above 0 and below 1" : "finite number")}", table.Describe(row), isProbability ? "Log-odds of 0 and 1 are infinite: move such values inwards, or calibrate them as --score." : null);
        }
        return scores;
    }
}
