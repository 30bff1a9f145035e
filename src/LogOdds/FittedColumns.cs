using System.Globalization;
using LogOdds.Data;
using LogOdds.Design;
using LogOdds.Formulas;
using LogOdds.Models;
using LogOdds.Penalties;

namespace LogOdds;

/// <summary>The design columns that are fitted: without constant ones and, at maximum likelihood, without those that repeat others.</summary>
/// <param name="Kept">Their places in the encoding.</param>
/// <param name="Storage">How their numbers are stored.</param>
/// <param name="Own">The map from the columns as they are to those of the design: numbers stand about their means.</param>
/// <param name="Standard">The map from the columns as they are to mean 0 and standard deviation 1.</param>
/// <param name="Warnings">What was left out, and why.</param>
internal sealed record FittedColumns(int[] Kept, NumberStorage Storage, Standardization Own, Standardization Standard, IReadOnlyList<FitWarning> Warnings)
{
    /// <summary>The most columns for which matrices of p×p entries are made besides the fit: for aliases and standard errors.</summary>
    public const int MaxMatrixColumns = 2500;

    /// <summary>Chooses them, among all columns or those that were selected before: the rows as a design of them.</summary>
    /// <exception cref="UnusableDataException">At maximum likelihood there are more coefficients than rows.</exception>
    public static FitDesign Choose(FitRows rows, bool isMaximumLikelihood, FitOptions options, int[]? selected = null)
    {
        var (encoding, moments) = (rows.Encoding, rows.Moments);
        var all = encoding.Terms.Count;
        var warnings = new List<FitWarning>();
        foreach (var term in encoding.ModelTerms.Where(term => term.ColumnNames.Count == 0))
            warnings.Add(new FitWarning("constant", $"{term.Name} is {term.Variables.OfType<FactorVariable>().First(f => f.Levels.Count == 1).Levels[0]} in every row: it cannot explain anything and is left out.", [term.Name]));
        bool IsEmpty(int j) => moments.IsConstant[j] && (encoding.HasIntercept || moments.Means[j] == 0);
        // In a block, a column of one value is nothing to be told of; a penalty leaves its coefficient at 0.
        bool IsOfBlock(int j) => moments.Forms[j] == ColumnForm.Sparse;
        for (var j = 0; j < all; j++)
        {
            if (!IsEmpty(j) || IsOfBlock(j)) continue;
            warnings.Add(new FitWarning("constant", $"{encoding.Terms[j]} is {NumericColumn.Format(moments.Means[j])} in every row: it {(moments.Means[j] == 0 ? "adds nothing" : "repeats the intercept")} and is left out.", [encoding.Terms[j]]));
        }

        var chosen = new List<int>(selected?.Length ?? all);
        for (var k = 0; k < (selected?.Length ?? all); k++)
        {
            var j = selected?[k] ?? k;
            if (!IsEmpty(j) || (IsOfBlock(j) && !isMaximumLikelihood)) chosen.Add(j);
        }
        int[] varying = [.. chosen];
        if (isMaximumLikelihood && selected is null && all - varying.Length - warnings.Count is > 0 and var empty)
            warnings.Add(new FitWarning("constant", $"{empty} of the sparse columns have one value in every row: they cannot explain anything and are left out.", []));
        FitDesign DesignOf(int[] kept)
        {
            if (options.Storage != NumberStorage.Single || !Array.TrueForAll(kept, j => moments.Forms[j] == ColumnForm.Numbers))
                return rows.On(Of(kept, moments, encoding) with { Warnings = warnings });
            var map = StandardOf(moments, encoding).Select(kept);
            return rows.On(new FittedColumns(kept, NumberStorage.Single, map, map, warnings));
        }
        var design = DesignOf(varying);
        if (!isMaximumLikelihood) return design;

        var coefficients = varying.Length + (encoding.HasIntercept ? 1 : 0);
        if (coefficients > rows.Rows)
            throw new UnusableDataException($"{rows.Rows} rows cannot determine {coefficients} coefficients", remedy: Advice(encoding, "use fewer columns, more rows, or a ridge penalty"));
        if (varying.Length > MaxMatrixColumns)
        {
            warnings.Add(new FitWarning("unchecked", $"{varying.Length} columns are more than the {MaxMatrixColumns} for which matrices of all pairs of columns are made: it is not known whether some columns repeat others, and there are no standard errors.", []));
            return design;
        }
        var aliased = design.Aliased();
        if (aliased.Count == 0) return design;
        foreach (var alias in aliased) warnings.Add(Describe(alias, encoding, varying, design.Columns.Standard));
        return DesignOf([.. varying.Where((_, k) => aliased.All(alias => alias.Column != k))]);
    }

    /// <summary>Columns that are known to be of use.</summary>
    public static FittedColumns Of(int[] kept, ColumnMoments moments, Encoding encoding)
    {
        var origins = new double[kept.Length];
        for (var k = 0; encoding.HasIntercept && k < kept.Length; k++)
            if (moments.Forms[kept[k]] == ColumnForm.Numbers) origins[k] = moments.Means[kept[k]];
        var standard = StandardOf(moments, encoding);
        return new FittedColumns(kept, NumberStorage.Double, new Standardization(origins, Standardization.Identity(kept.Length).Scales), kept.Length == moments.Means.Length ? standard : standard.Select(kept), []);
    }

    /// <summary>The design of these columns of a table.</summary>
    public IDesign DesignOf(EncodedTable data, int threads) => Storage == NumberStorage.Single ? Designs.InSingle(data, Kept, Own, threads) : Designs.Create(data, Kept, Own.Centers);

    /// <summary>Whether columns of the design are other than the columns as they are.</summary>
    public bool HasOrigins => !Own.IsIdentity;

    /// <summary>The scale of the columns that a penalty is stated on.</summary>
    public Standardization Stated(ColumnMoments moments, StandardizeKind kind, bool hasIntercept)
    {
        if (kind == StandardizeKind.None) return Standardization.Identity(Kept.Length);
        var stated = moments.Standardization(kind == StandardizeKind.Sample).Select(Kept);
        return hasIntercept ? stated : new Standardization(new double[Kept.Length], stated.Scales);
    }

    /// <summary>The scale that solvers work on, but for descents at a fixed rate. The norm of a group is of its columns as they are stated.</summary>
    public Standardization FittedFor(IPenalty penalty, Standardization stated) => penalty is GroupLasso ? new Standardization(Standard.Centers, stated.Scales) : Standard;

    /// <summary>A map from the columns as they are as one from the columns of the design.</summary>
    public Standardization FromDesign(Standardization map) => map.After(Own);

    private static Standardization StandardOf(ColumnMoments moments, Encoding encoding) => encoding.HasIntercept ? moments.Standardization(isSample: false) : moments.AboutZero();

    private static string Advice(Encoding encoding, string otherwise)
    {
        var widest = encoding.Variables.OfType<FactorVariable>().MaxBy(f => f.Levels.Count);
        return widest is { Levels.Count: > 20 }
            ? $"Column '{widest.Columns[0]}' alone has {widest.Levels.Count} different values; leave it out (- {Formula.Quote(widest.Columns[0])}), or {otherwise}."
            : $"{char.ToUpperInvariant(otherwise[0])}{otherwise[1..]}.";
    }

    /// <summary>A warning that writes the aliased column as a combination of the others in the data's units: grade_b = 1 − grade_a.</summary>
    private static FitWarning Describe(AliasedColumn alias, Encoding encoding, int[] columns, Standardization standard)
    {
        var constant = standard.Centers[alias.Column];
        var parts = new List<(double Factor, string? Name)>();
        for (var k = 0; k < alias.Of.Length; k++)
        {
            var factor = alias.Coefficients[k] * standard.Scales[alias.Column] / standard.Scales[alias.Of[k]];
            constant -= factor * standard.Centers[alias.Of[k]];
            parts.Add((factor, encoding.Terms[columns[alias.Of[k]]]));
        }
        if (Math.Abs(constant) > 1e-9 * (Math.Abs(standard.Centers[alias.Column]) + standard.Scales[alias.Column])) parts.Insert(0, (constant, null));
        var name = encoding.Terms[columns[alias.Column]];
        var text = "";
        foreach (var (factor, column) in parts)
        {
            var size = Math.Abs(Math.Round(factor) is var whole && Math.Abs(factor - whole) < 1e-6 ? whole : factor).ToString("G6", CultureInfo.InvariantCulture);
            text += (text, factor < 0) switch { ("", true) => "−", ("", false) => "", (_, true) => " − ", _ => " + " }
                + (column is null ? size : size == "1" ? column : $"{size}·{column}");
        }
        return new FitWarning("aliased", $"{name} = {text}: it adds nothing to the columns before it and is left out.", [name]);
    }
}
