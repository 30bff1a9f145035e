using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>Says in words what a separation means, which columns make it, and what to do.</summary>
internal static class SeparationWarning
{
    private const int ShownTerms = 5;

    // How many of the strongest columns are tried alone: each is a walk over the rows.
    private const int TestedAlone = 100;

    /// <summary>What follows from a separation, and what to do.</summary>
    public static FitWarning Of(SeparationReport separation) => new("separation",
        separation.InWords + " The likelihood rises without end as their coefficients grow, so no finite estimate of them is best, and standard errors and p-values of them do not exist." +
        (separation.IsComplete ? "" : " The other estimates are their limits on that way.") + " Use Firth's fit (firth), a penalty (l2), leave columns out, or gather rows in which the classes overlap.",
        separation.Terms);

    /// <summary>A sentence that names the columns at fault, the strongest first, and their names.</summary>
    public static (string InWords, string[] Terms) Describe(Separation separation, Standardization standard, IDesign raw, Response response, string[] terms, string responseColumn)
    {
        var involved = Enumerable.Range(0, terms.Length).Where(j => separation.Direction[j] != 0)
            .OrderByDescending(j => Math.Abs(separation.Direction[j] * standard.Scales[j])).ToArray();
        var alone = separation.IsComplete ? involved.Take(TestedAlone).Where(j => SeparatesAlone(raw, response, j)).Order().ToArray() : [];
        var named = alone.Length > 0 ? alone : involved;
        string[] names = [.. named.Select(j => terms[j])];
        return (InWords(responseColumn, separation.IsComplete, names, alone.Length, separation.RowsGaining, response.Values.Length), names);
    }

    /// <summary>The sentence.</summary>
    /// <param name="responseColumn">The column of the classes.</param>
    /// <param name="isComplete">Whether every row gains.</param>
    /// <param name="terms">The columns at fault, the strongest first.</param>
    /// <param name="alone">How many tell the classes apart alone: all of them or none.</param>
    /// <param name="rowsGaining">How many rows gain.</param>
    /// <param name="rows">Of how many.</param>
    public static string InWords(string responseColumn, bool isComplete, string[] terms, int alone, long rowsGaining, long rows)
    {
        var list = string.Join(", ", terms.Take(ShownTerms)) + (terms.Length > ShownTerms ? $" and {terms.Length - ShownTerms} more" : "");
        if (!isComplete) return $"The classes of {responseColumn} are separated in part (quasi-complete separation): along {list}, {rowsGaining} of {rows} rows are told apart without error.";
        return alone > 0
            ? $"The classes of {responseColumn} are completely separated: {list} tells them apart {(alone == 1 ? "" : "each ")}alone, without error."
            : $"The classes of {responseColumn} are completely separated: a combination of {list} tells them apart without error.";
    }

    /// <summary>The coefficients that a direction moves, by their terms, the intercept first.</summary>
    public static List<(string Term, double Change)> Moves(string[] terms, double[] direction, bool hasIntercept)
    {
        var moves = Enumerable.Range(0, terms.Length).Where(j => direction[j] != 0).Select(j => (terms[j], direction[j])).ToList();
        if (hasIntercept && direction[^1] != 0) moves.Insert(0, (LogisticModel.InterceptTerm, direction[^1]));
        return moves;
    }

    private static bool SeparatesAlone(IDesign raw, Response response, int column)
    {
        var y = response.Values.Span;
        var unit = new double[raw.Columns];
        unit[column] = 1;
        var values = new double[Math.Min(2048, y.Length)];
        var (low, high) = (new[] { double.PositiveInfinity, double.PositiveInfinity }, new[] { double.NegativeInfinity, double.NegativeInfinity });
        for (var start = 0; start < y.Length; start += values.Length)
        {
            var block = values.AsSpan(0, Math.Min(values.Length, y.Length - start));
            raw.Multiply(new RowBlock(start, block.Length), unit, block);
            for (var i = 0; i < block.Length; i++)
            {
                if (response.WeightOf(start + i) == 0) continue;
                var side = y[start + i] == 1 ? 1 : 0;
                low[side] = Math.Min(low[side], block[i]);
                high[side] = Math.Max(high[side], block[i]);
            }
        }
        return high[0] < low[1] || high[1] < low[0];
    }
}
