using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Inference;
using LogOdds.IO;
using LogOdds.Models;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds predict</c>: the rows as they came, with a probability for each class and a prediction.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var inputs = new Inputs();
        var threshold = new ThresholdOption();
        var prevalence = new PrevalenceOption();
        var interval = NumericOption.Real("--interval", "Add the ends of an interval of the probability, at this confidence level: 0.95.");
        var output = new Option<string?>("--out") { Description = "Write the rows to a file instead of standard output.", HelpName = "FILE.csv" };
        var command = new Command("predict", "Add probabilities and a prediction to each row.") { Inputs.Model };
        inputs.AddTo(command, hasRows: false);
        threshold.AddTo(command);
        prevalence.AddTo(command);
        command.Options.Add(interval);
        command.Options.Add(output);
        command.SetAction(parsed =>
        {
            var (at, share, level) = (threshold.Of(parsed), prevalence.Of(parsed), parsed.GetValue(interval));
            if (level is not (null or > 0 and < 1)) throw new UsageException("--interval is a confidence level, above 0 and below 1");
            var model = PrevalenceOption.Apply(share, Inputs.ReadModel(parsed));
            model.RequireProbabilities();
            if (parsed.GetValue(output) is { } place) AtomicFile.RequirePlace(place);
            var scoring = new Scoring(model, at, level);
            void Write(Stream stream)
            {
                using var progress = new ProgressLine();
                RowStream.Extend(parsed.GetValue(inputs.Data)!, scoring.Needed, scoring.Columns, stream, inputs.Options(parsed, progress));
            }
            if (parsed.GetValue(output) is { } path) AtomicFile.Write(path, Write);
            else
            {
                using var standard = Console.OpenStandardOutput();
                Write(standard);
            }
            if (scoring.Unscored > 0)
                Console.Error.WriteLine($"logodds: {scoring.Unscored} of {scoring.Rows} rows miss a value that the model needs; their probability and prediction are empty.");
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>What a model adds to rows, and how many it could not score.</summary>
    private sealed class Scoring(LogisticModel model, double threshold, double? level)
    {
        private readonly string[] _labels = [model.Negative, model.Positive];
        private long _rows;
        private long _unscored;

        public long Rows => _rows;

        public long Unscored => _unscored;

        /// <summary>The columns that the model reads: numbers with null, categories with their levels.</summary>
        public IReadOnlyDictionary<string, IReadOnlyCollection<string>?> Needed { get; } = model.Encoding.LevelsByColumn();

        /// <summary>Probabilities and prediction for the rows of a table.</summary>
        public IReadOnlyList<Column> Columns(Table table)
        {
            var eta = model.LogOdds(table);
            var (positive, negative, prediction) = (new double[eta.Length], new double[eta.Length], new int[eta.Length]);
            var unscored = 0;
            Logistic.Probabilities(eta, positive);
            for (var row = 0; row < eta.Length; row++) negative[row] = -eta[row];
            Logistic.Probabilities(negative, negative);
            for (var row = 0; row < eta.Length; row++)
            {
                prediction[row] = positive[row] >= threshold ? 1 : 0;
                if (!double.IsNaN(eta[row])) continue;
                (positive[row], negative[row], prediction[row]) = (NumericColumn.Missing, NumericColumn.Missing, CategoricalColumn.MissingCode);
                unscored++;
            }
            Interlocked.Add(ref _rows, eta.Length);
            Interlocked.Add(ref _unscored, unscored);
            Column[] added =
            [
                new NumericColumn($"probability[{model.Negative}]", negative),
                new NumericColumn($"probability[{model.Positive}]", positive),
                new CategoricalColumn("prediction", _labels, prediction),
                .. level is { } confidence ? Interval(table, confidence) : [],
            ];
            foreach (var column in added)
                if (table.TryGetColumn(column.Name, out _))
                    throw new UnusableDataException($"the data already have a column '{column.Name}', which a prediction would write", remedy: "Rename that column or leave it out.");
            return added;
        }

        private IEnumerable<Column> Interval(Table table, double confidence)
        {
            var predictions = model.Predict(table, confidence);
            double[] End(Func<Prediction, double> end) => [.. predictions.Select(p => double.IsNaN(end(p)) ? NumericColumn.Missing : end(p))];
            return [new NumericColumn($"probability[{model.Positive}].low", End(p => p.Low)), new NumericColumn($"probability[{model.Positive}].high", End(p => p.High))];
        }
    }
}
