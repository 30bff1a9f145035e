using System.CommandLine;
using LogOdds.Cli.Output;
using LogOdds.Metrics;

namespace LogOdds.Cli.Commands;

/// <summary>How intervals are made.</summary>
internal sealed class BootstrapOptions
{
    private readonly Option<int?> _replicates = NumericOption.Whole<int>("--bootstrap", $"Resamples for intervals; 0 for none. Default: {Bootstrap.ManyReplicates} up to {Bootstrap.FewRows} rows, else {Bootstrap.FewReplicates}.");
    private readonly Option<long?> _seed = NumericOption.Whole<long>("--seed", "The seed of the resamples. Default: 1.");
    private readonly Option<double?> _level = NumericOption.Real("--level", "The confidence level of intervals. Default: 0.95.");

    public void AddTo(Command command)
    {
        command.Options.Add(_replicates);
        command.Options.Add(_seed);
        command.Options.Add(_level);
    }

    public Bootstrap Of(ParseResult parsed, ProgressLine progress)
    {
        var defaults = new Bootstrap();
        if (parsed.GetValue(_replicates) < 0) throw new UsageException("--bootstrap is 0 or more");
        var level = parsed.GetValue(_level) ?? defaults.Level;
        if (level is not (> 0 and < 1)) throw new UsageException("--level stands above 0 and below 1");
        return new Bootstrap { Replicates = parsed.GetValue(_replicates), Seed = parsed.GetValue(_seed) ?? defaults.Seed, Level = level, Progress = progress.Resampling };
    }
}
