using System.CommandLine;
using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Models;

namespace LogOdds.Cli.Commands;

/// <summary>The part of <c>logodds fit</c> that is about several classes.</summary>
internal static class ClassesFit
{
    // More different values than this are taken for classes only when that is asked for.
    private const int FewClasses = 20;

    /// <summary>Options that mean nothing for several classes.</summary>
    private static readonly string[] OfTwoClasses =
        ["--positive", "--cluster", "--strata", "--by", "--firth-fallback", "--errors", "--intervals", "--momentum", "--batch-size", "--clip", "--adaptive", "--report", "--words", "--calibrate"];

    /// <summary>How several classes are to be told apart; null where there are two.</summary>
    /// <param name="family">The family asked for.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="table">The rows.</param>
    /// <param name="options">What else is asked for.</param>
    public static ClassModelKind? KindOf(string family, string formula, Table table, FitOptions options)
    {
        if (family == "multinomial" && options.Levels.Count > 0) throw new UsageException("--levels orders the classes of --family ordinal; for --family multinomial choose the --reference");
        if (family == "ordinal" && options.Reference is not null) throw new UsageException("--reference is for --family multinomial; order the classes of --family ordinal by --levels");
        if (family is "auto" or "binomial" && (options.Levels.Count > 0 || options.Reference is not null)) throw new UsageException("--levels goes with --family ordinal, --reference with --family multinomial");
        return family switch
        {
            "multinomial" => ClassModelKind.Multinomial,
            "ordinal" => ClassModelKind.Ordinal,
            "auto" when options.Communicator.Size == 1 && options.Positive is null && options.Strata is null && ResponseCoding.CountLevels(Formula.Parse(formula), table, options.Weights is not null) is > 2 and <= FewClasses => ClassModelKind.Multinomial,
            _ => null,
        };
    }

    /// <summary>Whether a path is of several classes; what belongs to two is refused then, and what was chosen is told.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="family">The family asked for.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="table">The rows.</param>
    /// <param name="options">What else is asked for.</param>
    public static bool IsOfSeveral(ParseResult parsed, string family, string formula, Table table, FitOptions options)
    {
        if (KindOf(family, formula, table, options) is null) return false;
        RefuseOptionsOfTwo(parsed);
        if (family == "auto") Console.Error.WriteLine($"logodds: the response has {ResponseCoding.CountLevels(Formula.Parse(formula), table, isWeighted: false)} classes: fitted as multinomial.");
        return true;
    }

    /// <summary>Refuses options that mean nothing for several classes.</summary>
    public static void RefuseOptionsOfTwo(ParseResult parsed) =>
        Inputs.RequireOnly(parsed, [.. parsed.CommandResult.Command.Options.Select(option => option.Name).Except(OfTwoClasses)]);

    /// <summary>The family of a path.</summary>
    public static Option<string> PathFamily() => Choice.Of("--family", "The kind of response: two classes, or several without order. Auto: by the number of classes.", "auto", "binomial", "multinomial");

    public static ClassModel Fit(Table table, string formula, FitOptions options, ClassModelKind kind) =>
        kind == ClassModelKind.Ordinal ? OrdinalRegression.Fit(table, formula, options) : MultinomialRegression.Fit(table, formula, options);
}
