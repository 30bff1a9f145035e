using System.CommandLine;

namespace LogOdds.Cli.Commands;

/// <summary>The threshold from which on a row is predicted to be of the class that counts as 1.</summary>
internal sealed class ThresholdOption
{
    private readonly Option<double?> _option = NumericOption.Real("--threshold", "Predict the class that counts as 1 from this probability on. Default: 0.5.");

    public void AddTo(Command command) => command.Options.Add(_option);

    public double Of(ParseResult parsed) => parsed.GetValue(_option) switch
    {
        null => 0.5,
        >= 0 and <= 1 and var threshold => threshold,
        _ => throw new UsageException("--threshold is a probability, from 0 to 1"),
    };
}
