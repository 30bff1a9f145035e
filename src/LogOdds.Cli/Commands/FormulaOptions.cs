using System.CommandLine;
using LogOdds.Formulas;
using LogOdds.Models;

namespace LogOdds.Cli.Commands;

/// <summary>The options that say what is fitted to which rows, for every command that fits.</summary>
internal sealed class FormulaOptions
{
    private readonly Option<string?> _formula = new("--formula") { Description = "The model, as R writes it: \"y ~ a + b\", \"y ~ .\" for every other column, \"y ~ log(a) + b * c\", \"cbind(successes, failures) ~ a\".", HelpName = "FORMULA" };
    private readonly Option<string?> _target = new("--target") { Description = "The response, explained by every other column.", HelpName = "NAME" };
    private readonly Option<string?> _positive = new("--positive") { Description = "The label counted as 1. Default: the larger of the two (1 of 0/1, yes of no/yes).", HelpName = "LABEL" };
    private readonly Option<string?> _weights = new("--weights") { Description = "A column of row weights.", HelpName = "COLUMN" };
    private readonly Option<string> _weightsKind = Choice.Of("--weights-kind", "What the weights mean: how exact a row is, how many equal rows it stands for, or one over the probability with which it was drawn.", [.. Names.WeightKinds.Select(kind => kind.Name)]);
    private readonly Option<string?> _offset = new("--offset") { Description = "A column added to the log-odds as it is.", HelpName = "COLUMN" };
    private readonly Option<int?> _threads = NumericOption.Whole<int>("--threads", "Cores to use; 0 for all. It never changes the result.");
    private readonly Option<string> _na = Choice.Of("--na", "Rows with an empty or NA field in a column that is used.", "drop", "fail");

    /// <summary>Adds them to a command, which then has one of --formula and --target.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _formula, _target, _positive, _weights, _weightsKind, _offset, _threads, _na }) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            var given = (result.GetResult(_formula) is not null ? 1 : 0) + (result.GetResult(_target) is not null ? 1 : 0);
            if (given != 1) result.AddError("Say what to fit: --formula \"y ~ a + b\" or --target y, one of the two.");
        });
    }

    /// <summary>The formula, which can be read.</summary>
    /// <exception cref="FormulaException">It cannot.</exception>
    public string Formula(ParseResult parsed)
    {
        var formula = parsed.GetValue(_formula) ?? Formulas.Formula.AllOn(parsed.GetValue(_target)!).Text;
        _ = Formulas.Formula.Parse(formula);
        return formula;
    }

    /// <summary>The cores to use.</summary>
    /// <exception cref="UsageException">Fewer than none.</exception>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads) is { } threads and < 0 ? throw new UsageException($"--threads {threads}: it is 0 or more") : parsed.GetValue(_threads) ?? 0;

    /// <summary>Options of a fit with what the command line says of rows and columns.</summary>
    public FitOptions Apply(ParseResult parsed, Inputs inputs, FitOptions options) => options with
    {
        Positive = parsed.GetValue(_positive),
        Weights = parsed.GetValue(_weights),
        WeightKind = Names.WeightKinds.Single(kind => kind.Name == parsed.GetValue(_weightsKind)).Value,
        Offset = parsed.GetValue(_offset),
        Except = inputs.RowsColumn(parsed) is { } column ? [column] : [],
        Missing = parsed.GetValue(_na) == "fail" ? MissingValues.Fail : MissingValues.Drop,
        Threads = Threads(parsed),
    };
}
