using System.CommandLine;
using System.Globalization;
using LogOdds.Formulas;
using LogOdds.IO;
using LogOdds.Models;

namespace LogOdds.Cli.Commands;

/// <summary>The options that say what is fitted to which rows, for every command that fits.</summary>
internal sealed class FormulaOptions
{
    private readonly Option<string?> _formula = new("--formula") { Description = "The model, as R writes it: \"y ~ a + b\", \"y ~ .\" for every other column, \"y ~ log(a) + b * c\", \"cbind(successes, failures) ~ a\".", HelpName = "FORMULA" };
    private readonly Option<string?> _target = new("--target") { Description = "The response, explained by every other column.", HelpName = "NAME" };
    private readonly Option<double?> _bias = NumericOption.Real("--bias", "Of svmlight data: a constant column of this value, penalised like the rest, in place of the intercept; below 0 for neither. As LIBLINEAR's -B.");
    private readonly Option<string?> _positive = new("--positive") { Description = "The label counted as 1. Default: the larger of the two (1 of 0/1, yes of no/yes).", HelpName = "LABEL" };
    private readonly Option<string?> _weights = new("--weights") { Description = "A column of row weights.", HelpName = "COLUMN" };
    private readonly Option<string> _weightsKind = Choice.Of("--weights-kind", "What the weights mean: how exact a row is, how many equal rows it stands for, or one over the probability with which it was drawn.", Names.WeightKinds, WeightKind.Precision);
    private readonly Option<string?> _offset = new("--offset") { Description = "A column added to the log-odds as it is.", HelpName = "COLUMN" };
    private readonly Option<int?> _threads = NumericOption.Whole<int>("--threads", "Cores to use; 0 for all. It never changes the result.");
    private readonly Option<string> _na = Choice.Of("--na", "Rows with an empty or NA field in a column that is used.", "drop", "fail");

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_formula, _target, _bias, _positive, _weights, _weightsKind, _offset, _threads, _na];

    /// <summary>Adds them to a command, which then has one of --formula and --target, but for svmlight data, whose columns have their names already.</summary>
    public void AddTo(Command command, Inputs inputs)
    {
        foreach (var option in All) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            var given = (result.GetResult(_formula) is not null ? 1 : 0) + (result.GetResult(_target) is not null ? 1 : 0);
            if (given == 0 && inputs.IsSvmlight(result.GetValue, result.GetValue(inputs.Data))) return;
            if (given != 1) result.AddError("Say what to fit: --formula \"y ~ a + b\" or --target y, one of the two.");
        });
    }

    /// <summary>The formula, which can be read.</summary>
    /// <exception cref="FormulaException">It cannot.</exception>
    /// <exception cref="UsageException">There is a bias besides it.</exception>
    public string Formula(ParseResult parsed)
    {
        var given = parsed.GetValue(_formula) ?? (parsed.GetValue(_target) is { } target ? Formulas.Formula.AllOn(target).Text : null);
        if (given is not null && parsed.GetValue(_bias) is not null)
            throw new UsageException("--bias goes with svmlight data and no formula; in a formula, write 0 + I(1) for a constant column in place of the intercept");
        var formula = given ?? SvmlightFormula(parsed);
        _ = Formulas.Formula.Parse(formula);
        return formula;
    }

    /// <summary>The label on all columns: with an intercept, or in its place a constant column that is penalised like the others.</summary>
    private string SvmlightFormula(ParseResult parsed)
    {
        if (parsed.GetValue(_bias) is not { } bias) return $"{SparseRows.LabelName} ~ {SparseRows.BlockName}";
        if (!double.IsFinite(bias)) throw new UsageException("--bias is a number: the value of a constant column, or 0 or less for no intercept at all");
        return $"{SparseRows.LabelName} ~ 0 + {SparseRows.BlockName}" + (bias > 0 ? string.Create(CultureInfo.InvariantCulture, $" + I({bias:R})") : "");
    }

    /// <summary>The cores to use.</summary>
    /// <exception cref="UsageException">Fewer than none.</exception>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads) is { } threads and < 0 ? throw new UsageException($"--threads {threads}: it is 0 or more") : parsed.GetValue(_threads) ?? 0;

    /// <summary>Options of a fit with what the command line says of rows and columns.</summary>
    public FitOptions Apply(ParseResult parsed, Inputs inputs, FitOptions options) => options with
    {
        Positive = parsed.GetValue(_positive),
        Weights = parsed.GetValue(_weights),
        WeightKind = Names.ValueOf(Names.WeightKinds, parsed.GetValue(_weightsKind)),
        Offset = parsed.GetValue(_offset),
        Except = inputs.RowsColumn(parsed) is { } column ? [column] : [],
        Missing = parsed.GetValue(_na) == "fail" ? MissingValues.Fail : MissingValues.Drop,
        Threads = Threads(parsed),
    };
}
