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
        var list = string.Join(", ", named.Take(ShownTerms).Select(j => terms[j])) + (named.Length > ShownTerms ? $" and {named.Length - ShownTerms} more" : "");
        var what = separation.IsComplete
            ? alone.Length > 0
                ? $"The classes of {responseColumn} are completely separated: {list} tells them apart {(alone.Length == 1 ? "" : "each ")}alone, without error."
                : $"The classes of {responseColumn} are completely separated: a combination of {list} tells them apart without error."
            : $"The classes of {responseColumn} are separated in part (quasi-complete separation): along {list}, {separation.RowsGaining} of {response.Values.Length} rows are told apart without error.";
        return (what, [.. named.Select(j => terms[j])]);
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
