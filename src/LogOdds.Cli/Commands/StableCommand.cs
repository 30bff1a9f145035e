using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Models;

namespace LogOdds.Cli.Commands;

/// <summary><c>logodds stable</c>: columns that are selected again and again.</summary>
internal sealed class StableCommand
{
    private readonly Inputs _inputs = new();
    private readonly FormulaOptions _model = new();
    private readonly PenaltyOptions _penalties = new(StandardizeKind.Population, "l1", "elastic-net", "group-lasso");
    private readonly StrengthOptions _strengths = new();
    private readonly Option<int?> _pairs = NumericOption.Whole<int>("--pairs", "Pairs of halves that are drawn, a path each. Default: 50.");
    private readonly Option<double?> _threshold = NumericOption.Real("--threshold", "The share of halves in which a stable column is selected, above 0.5. Default: 0.75.");
    private readonly Option<double?> _false = NumericOption.Real("--false-selections", "How many stable columns may be expected to be there by chance. Default: 1.");
    private readonly Option<long?> _seed = NumericOption.Whole<long>("--seed", "The seed of the halves. Default: 1.");
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text." };

    public static Command Create()
    {
        var stable = new StableCommand();
        var command = new Command("stable", "Find the columns that are selected again and again on random halves of the rows.");
        stable._inputs.AddTo(command, hasRows: true);
        stable._model.AddTo(command, stable._inputs);
        foreach (var option in stable.Options()) command.Options.Add(option);
        command.SetAction(stable.Run);
        return command;
    }

    private IEnumerable<Option> Options() => [.. _penalties.All, .. _strengths.All, _pairs, _threshold, _false, _seed, _json];

    private int Run(ParseResult parsed)
    {
        var (formula, defaults) = (_model.Formula(parsed), new StabilityOptions());
        using var progress = new ProgressLine();
        var options = new StabilityOptions
        {
            Path = _strengths.Of(parsed, _penalties.Alone(parsed), _penalties.Apply(parsed, _model.Apply(parsed, _inputs, new FitOptions()))),
            Pairs = parsed.GetValue(_pairs) ?? defaults.Pairs,
            Threshold = parsed.GetValue(_threshold) ?? defaults.Threshold,
            FalseSelections = parsed.GetValue(_false) ?? defaults.FalseSelections,
            Seed = parsed.GetValue(_seed) ?? defaults.Seed,
            Progress = progress.Selecting,
        };
        if (options.Pairs < 1) throw new UsageException("--pairs is 1 or more");
        if (options.Threshold is not (> 0.5 and <= 1)) throw new UsageException("--threshold stands above 0.5 and is 1 at most");
        if (!(options.FalseSelections > 0 && double.IsFinite(options.FalseSelections))) throw new UsageException("--false-selections is above 0");
        var selection = LogisticRegression.SelectStable(_inputs.Read(parsed, options.Path.Fit.Threads), formula, options);
        progress.Dispose();
        if (parsed.GetValue(_json)) StabilityJson.Write(formula, selection);
        else StabilityView.Write(formula, selection);
        return ExitCode.Done;
    }
}
