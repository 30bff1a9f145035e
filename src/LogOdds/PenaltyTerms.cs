using LogOdds.Data;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Penalties;

namespace LogOdds;

/// <summary>What the options say of terms, by name, as what penalties ask of coefficients, by number.</summary>
internal static class PenaltyTerms
{
    /// <summary>What a penalty must know of the columns that are fitted.</summary>
    /// <param name="options">What is said of terms.</param>
    /// <param name="encoding">The terms.</param>
    /// <param name="kept">The columns that are fitted, by their places in the encoding.</param>
    /// <param name="stated">The scale that the penalty is stated on.</param>
    /// <param name="fitted">The scale that is fitted.</param>
    /// <param name="adaptive">Factors on the penalty of each column besides those of the options; empty for none.</param>
    /// <exception cref="UnusableDataException">A name belongs to no term.</exception>
    public static PenalizedColumns Of(FitOptions options, Encoding encoding, int[] kept, Standardization stated, Standardization fitted, IReadOnlyList<double> adaptive)
    {
        RequireTerms(options, encoding);
        var (termOf, end) = (new int[encoding.Terms.Count], 0);
        foreach (var (t, term) in encoding.ModelTerms.Index()) Array.Fill(termOf, t, (end += term.ColumnNames.Count) - term.ColumnNames.Count, term.ColumnNames.Count);
        var columns = new PenalizedColumns(kept.Length) { Stated = stated.Scales, Fitted = fitted.Scales, Terms = kept.Length == termOf.Length ? termOf : Array.ConvertAll(kept, j => termOf[j]) };
        if (options.TermPenalties.Count == 0 && options.EveryTerm == new TermPenalty() && adaptive.Count == 0) return columns;
        TermPenalty[] own = [.. kept.Select(j => options.TermPenalties.GetValueOrDefault(encoding.Terms[j]) ?? options.TermPenalties.GetValueOrDefault(encoding.ModelTerms[termOf[j]].Name) ?? options.EveryTerm)];
        return columns with
        {
            Factors = [.. own.Select((term, k) => adaptive.Count == 0 ? term.Factor : term.Factor * adaptive[k])],
            Targets = [.. own.Select(term => term.Target)],
            Lower = [.. own.Select(term => term.Lower)],
            Upper = [.. own.Select(term => term.Upper)],
        };
    }

    /// <summary>The penalty of the options on columns; bounds ask for one that can keep them.</summary>
    public static IPenalty On(IPenalty penalty, PenalizedColumns columns) => penalty switch
    {
        IProximalPenalty proximal => proximal.On(columns),
        _ when columns.AreBounded => new ElasticNet(penalty.Lambda, 0).On(columns),
        var smooth => ((ISmoothPenalty)smooth).On(columns),
    };

    private static void RequireTerms(FitOptions options, Encoding encoding)
    {
        if (options.TermPenalties.Count == 0) return;
        var names = encoding.Terms.Concat(encoding.ModelTerms.Select(term => term.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var name in options.TermPenalties.Keys)
            if (!names.Contains(name)) throw new UnusableDataException($"the penalty of '{name}' is given, but the model has no such term", remedy: Spelling.Suggest(name, names));
    }
}
