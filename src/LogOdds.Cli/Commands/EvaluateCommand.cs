using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Data;
using LogOdds.Inference;
using LogOdds.Models;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds evaluate</c>: how well a model does on rows with known classes.</summary>
internal sealed class EvaluateCommand
{
    private readonly Inputs _inputs = new();
    private readonly ThresholdOption _threshold = new();
    private readonly PrevalenceOption _prevalence = new();
    private readonly BootstrapOptions _bootstrap = new();
    private readonly Option<string?> _compare = new("--compare") { Description = "Compare with another model on the same rows: DeLong's test, and the differences of the losses.", HelpName = "MODEL" };
    private readonly Option<bool> _curves = new("--curves") { Description = "Add the ROC, precision-recall, calibration and decision curves to the JSON." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text." };

    public static Command Create()
    {
        var evaluate = new EvaluateCommand();
        var command = new Command("evaluate", "Measure a model on rows with known classes: calibration, then every metric with an interval.") { Inputs.Model };
        evaluate._inputs.AddTo(command, hasRows: true);
        evaluate._threshold.AddTo(command);
        command.Options.Add(evaluate._compare);
        evaluate._prevalence.AddTo(command);
        evaluate._bootstrap.AddTo(command);
        command.Options.Add(evaluate._curves);
        command.Options.Add(evaluate._json);
        command.SetAction(evaluate.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using var progress = new ProgressLine();
        var (threshold, prevalence, bootstrap) = (_threshold.Of(parsed), _prevalence.Of(parsed), _bootstrap.Of(parsed, progress));
        if (parsed.GetValue(_curves) && !parsed.GetValue(_json)) throw new UsageException("--curves adds to the JSON: add --json");
        if (Inputs.ReadClasses(parsed, "--json") is { } classes)
        {
            var rows = _inputs.Read(parsed);
            var metrics = classes.Evaluate(rows);
            progress.Dispose();
            if (parsed.GetValue(_json)) ClassEvaluationJson.Write(classes, metrics, rows.Rows);
            else ClassEvaluationView.Write(classes, metrics, rows.Rows);
            return ExitCode.Done;
        }
        var model = PrevalenceOption.Apply(prevalence, Inputs.ReadModel(parsed));
        var rival = parsed.GetValue(_compare) is { } path ? PrevalenceOption.Apply(prevalence, ModelFile.Load(path)) : null;
        var table = _inputs.Read(parsed);

        var report = rival is null ? Alone(model, table) : Compared(model, rival, table);
        progress.Dispose();
        if (parsed.GetValue(_json)) EvaluationJson.Write(report, parsed.GetValue(_curves));
        else EvaluationView.Write(report);
        return ExitCode.Done;

        EvaluationReport Alone(LogisticModel model, Table table)
        {
            var outcomes = ScoredOutcomes.Of(model, table);
            return new EvaluationReport(model, prevalence, outcomes, table.Rows, Evaluation.Of(outcomes, threshold, bootstrap), bootstrap, null);
        }

        EvaluationReport Compared(LogisticModel model, LogisticModel rival, Table table)
        {
            var (outcomes, rivals) = ScoredOutcomes.Of(model, rival, table);
            return new EvaluationReport(model, prevalence, outcomes, table.Rows, Evaluation.Of(outcomes, threshold, bootstrap), bootstrap,
                (parsed.GetValue(_compare)!, rival, ModelComparison.Of(outcomes, rivals, bootstrap)));
        }
    }
}
