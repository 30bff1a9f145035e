using System.CommandLine;
using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Models;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds predict</c>: the rows as they came, with a probability for each class and a prediction.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var inputs = new Inputs();
        var threshold = new ThresholdOption();
        var output = new Option<string?>("--out") { Description = "Write the rows to a file instead of standard output.", HelpName = "FILE.csv" };
        var command = new Command("predict", "Add probabilities and a prediction to each row.") { Inputs.Model };
        inputs.AddTo(command, hasRows: false);
        threshold.AddTo(command);
        command.Options.Add(output);
        command.SetAction(parsed =>
        {
            var at = threshold.Of(parsed);
            var model = Inputs.ReadModel(parsed);
            if (parsed.GetValue(output) is { } place) AtomicFile.RequirePlace(place);
            var text = inputs.ReadText(parsed);
            var scores = Score(model, text.Table, at, out var unscored);
            if (parsed.GetValue(output) is { } path) AtomicFile.Write(path, stream => text.WriteWith(scores, stream));
            else
            {
                using var standard = Console.OpenStandardOutput();
                text.WriteWith(scores, standard);
            }
            if (unscored > 0)
                Console.Error.WriteLine($"logodds: {unscored} of {text.Table.Rows} rows miss a value that the model needs; their probability and prediction are empty.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Column[] Score(LogisticModel model, Table table, double threshold, out int unscored)
    {
        var eta = model.LogOdds(table);
        var (positive, negative, prediction) = (new double[eta.Length], new double[eta.Length], new string?[eta.Length]);
        unscored = 0;
        for (var row = 0; row < eta.Length; row++)
        {
            if (double.IsNaN(eta[row]))
            {
                positive[row] = negative[row] = NumericColumn.Missing;
                unscored++;
                continue;
            }
            positive[row] = Logistic.Probability(eta[row]);
            negative[row] = Logistic.Probability(-eta[row]);
            prediction[row] = model.Label(positive[row], threshold);
        }
        Column[] added =
        [
            new NumericColumn($"probability[{model.Negative}]", negative),
            new NumericColumn($"probability[{model.Positive}]", positive),
            CategoricalColumn.FromTexts("prediction", prediction),
        ];
        foreach (var column in added)
            if (table.TryGetColumn(column.Name, out _))
                throw new UnusableDataException($"the data already have a column '{column.Name}', which a prediction would write", remedy: "Rename that column or leave it out.");
        return added;
    }
}
