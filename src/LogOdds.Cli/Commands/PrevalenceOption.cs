using System.CommandLine;
using LogOdds.Models;

namespace LogOdds.Cli.Commands;

/// <summary>The share of the class that counts as 1 where the model is used, where it differs from the rows it was fitted to.</summary>
internal sealed class PrevalenceOption
{
    private readonly Option<double?> _option = NumericOption.Real("--prevalence", "Move the intercept to this known share of the class that counts as 1, for a model fitted to rows gathered by class.");

    public void AddTo(Command command) => command.Options.Add(_option);

    public double? Of(ParseResult parsed) => parsed.GetValue(_option) switch
    {
        null => null,
        > 0 and < 1 and var prevalence => prevalence,
        _ => throw new UsageException("--prevalence stands above 0 and below 1"),
    };

    /// <summary>The model for that prevalence; as it is where none is given.</summary>
    public static LogisticModel Apply(double? prevalence, LogisticModel model) => prevalence is { } share ? model.WithPrevalence(share) : model;
}
