using System.CommandLine;
using System.Globalization;
using LogOdds.Models;
using LogOdds.Penalties;

namespace LogOdds.Cli.Commands;

/// <summary>The options that say how coefficients are penalised and classes weighted, for every command that fits.</summary>
/// <param name="standardize">How columns are scaled unless the command line says otherwise.</param>
/// <param name="penalties">The penalties that the command knows, the default first.</param>
internal sealed class PenaltyOptions(StandardizeKind standardize, params string[] penalties)
{
    private readonly Option<string[]> _unpenalized = Names("--unpenalized", "Terms that the penalty leaves alone.", "TERM,…");
    private readonly Option<string[]> _factor = Names("--penalty-factor", "A factor on the penalty of a term.", "TERM=F");
    private readonly Option<string[]> _towards = Names("--towards", "The value that a term's coefficients are shrunk towards, in the data's units.", "TERM=X");
    private readonly Option<string[]> _lower = Names("--lower", "The least that coefficients may be: of all, or of a term.", "X|TERM=X");
    private readonly Option<string[]> _upper = Names("--upper", "The most that coefficients may be: of all, or of a term.", "X|TERM=X");
    private readonly Option<double?> _adaptive = NumericOption.Real("--adaptive", "Make it an adaptive lasso: the penalty on each column is divided by the size of its coefficient in a ridge fit, to this power.");
    private readonly Option<string> _classWeight = new("--class-weight") { Description = "How the classes are weighted: as they are, the same for all, or by factors.", HelpName = "none|balanced|LABEL=F,…", DefaultValueFactory = _ => "none" };
    private readonly Option<string> _standardize = Choice.Of("--standardize", "How columns are scaled for a penalty or a descent at a fixed rate; coefficients are reported in the data's units.", LogOdds.Models.Names.StandardizeKinds, standardize);

    /// <summary>The penalty's name.</summary>
    public Option<string> Penalty { get; } = Choice.Of("--penalty", "The penalty on the coefficients.", penalties);

    /// <summary>Its share of L1.</summary>
    public Option<double[]?> L1Ratio { get; } = NumericOption.List("--l1-ratio", "The share of the L1 part of elastic-net and group-lasso, from 0 to 1; several for cv to choose from.");

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [Penalty, L1Ratio, _unpenalized, _factor, _towards, _lower, _upper, _adaptive, _classWeight, _standardize];

    /// <summary>The penalty that was asked for; null for none and for one that is not of this kind.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="lambda">Its strength.</param>
    /// <exception cref="UsageException">The share of L1 is missing or out of range.</exception>
    public IPenalty? Of(ParseResult parsed, double lambda) => parsed.GetValue(Penalty) switch
    {
        "l2" when RatiosOf(parsed) is [] => new Ridge(lambda),
        "none" or "firth" when RatiosOf(parsed) is [] => null,
        _ => Alone(parsed).WithLambda(lambda),
    };

    /// <summary>The one penalty that was asked for, without its strength.</summary>
    /// <exception cref="UsageException">There are several, or the share of L1 is missing or out of range.</exception>
    public IProximalPenalty Alone(ParseResult parsed) => Each(parsed) is [var penalty] ? penalty : throw new UsageException("--l1-ratio takes one number here; logodds cv chooses among several");

    /// <summary>The penalties that were asked for, one a share of L1, without their strengths.</summary>
    /// <exception cref="UsageException">The share of L1 is missing or out of range.</exception>
    public IReadOnlyList<IProximalPenalty> Each(ParseResult parsed) => (parsed.GetValue(Penalty), RatiosOf(parsed)) switch
    {
        ("l2", _) => [new ElasticNet(0, 0)],
        ("elastic-net", []) => throw new UsageException("--penalty elastic-net needs the share of its L1 part: --l1-ratio A, from 0 (ridge) to 1 (lasso)"),
        ("elastic-net", var ratios) => [.. ratios.Select(ratio => new ElasticNet(0, ratio))],
        ("group-lasso", []) => [new GroupLasso(0)],
        ("group-lasso", var ratios) => [.. ratios.Select(ratio => new GroupLasso(0, ratio))],
        _ => [ElasticNet.Lasso(0)],
    };

    /// <summary>Options with what the command line says of terms, classes and scales.</summary>
    /// <exception cref="UsageException">A value cannot be read or is out of range.</exception>
    public FitOptions Apply(ParseResult parsed, FitOptions options)
    {
        var (every, terms) = (new TermPenalty(), new Dictionary<string, TermPenalty>(StringComparer.Ordinal));
        foreach (var name in parsed.GetValue(_unpenalized)!.SelectMany(list => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))) Set(name, term => term with { Factor = 0 });
        foreach (var (name, value) in Pairs(parsed, _factor, isForAll: false)) Set(name, term => term with { Factor = value is >= 0 and < double.PositiveInfinity ? value : throw new UsageException($"--penalty-factor {name}={value}: a factor is 0 or more") });
        foreach (var (name, value) in Pairs(parsed, _towards, isForAll: false)) Set(name, term => term with { Target = value });
        foreach (var (name, value) in Pairs(parsed, _lower, isForAll: true)) Set(name, term => term with { Lower = value });
        foreach (var (name, value) in Pairs(parsed, _upper, isForAll: true)) Set(name, term => term with { Upper = value });
        // What is said of all holds for the terms that something else is said of.
        foreach (var (name, term) in terms.ToArray())
            terms[name] = term with { Lower = Math.Max(term.Lower, every.Lower), Upper = Math.Min(term.Upper, every.Upper) };
        if (terms.Values.Append(every).FirstOrDefault(term => term.Lower > term.Upper) is { } empty) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--lower {empty.Lower} is above --upper {empty.Upper}"));
        var adaptive = parsed.GetValue(_adaptive);
        if (adaptive is not (null or > 0 and < double.PositiveInfinity)) throw new UsageException("--adaptive is above 0");
        return options with
        {
            EveryTerm = every,
            TermPenalties = terms,
            AdaptivePower = adaptive,
            ClassWeight = ClassWeightOf(parsed.GetValue(_classWeight)!),
            Standardize = LogOdds.Models.Names.ValueOf(LogOdds.Models.Names.StandardizeKinds, parsed.GetValue(_standardize)),
        };

        void Set(string name, Func<TermPenalty, TermPenalty> change)
        {
            if (name.Length == 0) every = change(every);
            else terms[name] = change(terms.GetValueOrDefault(name) ?? new TermPenalty());
        }
    }

    private double[] RatiosOf(ParseResult parsed)
    {
        var (name, ratios) = (parsed.GetValue(Penalty), parsed.GetValue(L1Ratio) ?? []);
        if (ratios.Length > 0 && name is not ("elastic-net" or "group-lasso")) throw new UsageException($"--l1-ratio goes with --penalty elastic-net or group-lasso, not with {name}");
        return Array.TrueForAll(ratios, ratio => ratio is >= 0 and <= 1) ? ratios : throw new UsageException("--l1-ratio is from 0 to 1");
    }

    private static ClassWeight ClassWeightOf(string text) => text switch
    {
        "none" => ClassWeight.None,
        "balanced" => ClassWeight.Balanced,
        _ => ClassWeight.Of(text.Split(',', StringSplitOptions.TrimEntries).Select(pair => Pair("--class-weight", pair)).ToDictionary(pair => pair.Name,
            pair => pair.Value is > 0 and < double.PositiveInfinity ? pair.Value : throw new UsageException($"--class-weight {text}: a weight is above 0"), StringComparer.Ordinal)),
    };

    private static IEnumerable<(string Name, double Value)> Pairs(ParseResult parsed, Option<string[]> option, bool isForAll) =>
        parsed.GetValue(option)!.Select(text => isForAll && TryNumber(text, out var bound) ? ("", bound) : Pair(option.Name, text));

    private static (string Name, double Value) Pair(string option, string text)
    {
        var at = text.LastIndexOf('=');
        return at > 0 && TryNumber(text[(at + 1)..], out var value) ? (text[..at], value) : throw new UsageException($"{option} {text}: write it as NAME=NUMBER");
    }

    private static bool TryNumber(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !double.IsNaN(value);

    private static Option<string[]> Names(string name, string description, string helpName) => new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => [] };
}
