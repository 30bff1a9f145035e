using System.CommandLine;
using LogOdds.Penalties;

namespace LogOdds.Cli.Commands;

/// <summary>The options that say through which strengths of which penalty a path goes.</summary>
internal sealed class StrengthOptions
{
    private readonly Option<int?> _count = NumericOption.Whole<int>("--lambda-count", "How many strengths there are, in equal ratios. Default: 100, or fewer where they explain hardly more.");
    private readonly Option<double?> _leastRatio = NumericOption.Real("--lambda-min-ratio", "The last strength over the first. Default: 1e-4, or 0.01 for fewer rows than columns.");
    private readonly Option<double[]?> _given = NumericOption.List("--lambdas", "The strengths themselves: \"1,0.1,0.01\".");

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_count, _leastRatio, _given];

    /// <summary>The path of a penalty.</summary>
    /// <exception cref="UsageException">A number is out of range.</exception>
    public PathOptions Of(ParseResult parsed, IProximalPenalty penalty, FitOptions fit)
    {
        var (count, ratio, given) = (parsed.GetValue(_count), parsed.GetValue(_leastRatio), parsed.GetValue(_given) ?? []);
        if (count < 1) throw new UsageException("--lambda-count is 1 or more");
        if (ratio is not (null or > 0 and < 1)) throw new UsageException("--lambda-min-ratio stands above 0 and below 1");
        if (given.Any(lambda => !(lambda >= 0 && double.IsFinite(lambda)))) throw new UsageException("--lambdas are numbers, 0 or more");
        if (given.Length > 0 && (count ?? ratio) is not null) throw new UsageException("--lambdas are the strengths themselves: leave out --lambda-count and --lambda-min-ratio");
        var defaults = new PathOptions();
        return new PathOptions { Penalty = penalty, Fit = fit, Count = count ?? defaults.Count, LeastRatio = ratio, Given = given };
    }
}
