using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Data;
using LogOdds.IO;
using LogOdds.Lab;

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
            if (parsed.GetValue(output) is { } place) AtomicFile.RequirePlace(place);
            var scoring = Inputs.ReadClasses(parsed, "--out") is { } classes ? new ClassScoring(classes) : Binary();
            void Write(Stream stream)
            {
                if (inputs.IsSvmlight(parsed) || inputs.AreTiles(parsed))
                {
                    var table = inputs.Read(parsed);
                    TableWriter.Write(new Table([.. table.Columns.Where(column => column is not SparseColumn), .. scoring.Columns(table)]), stream);
                    return;
                }
                inputs.LimitMemory(parsed);
                using var progress = new ProgressLine();
                RowStream.Extend(parsed.GetValue(inputs.Data)!, scoring.Needed, scoring.Columns, stream, inputs.Options(parsed, progress));
            }
            IScoring Binary()
            {
                var model = PrevalenceOption.Apply(share, Inputs.ReadModel(parsed));
                model.RequireProbabilities();
                return new Scoring(model, at, level);
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
}
