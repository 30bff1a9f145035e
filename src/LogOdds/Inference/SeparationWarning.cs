using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>Says in words what a separation means, which columns make it, and what to do.</summary>
internal static class SeparationWarning
{
    // Columns that the direction moves less than this, relative to the one it moves most, are not part of it.
    private const double Negligible = 1e-6;

    private const int ShownTerms = 5;

    /// <summary>A warning that names the columns at fault, the strongest first.</summary>
    public static FitWarning Of(Separation separation, IDesign design, Response response, string[] terms, string responseColumn)
    {
        var alone = Enumerable.Range(0, terms.Length).Where(j => SeparatesAlone(design, response, j)).ToArray();
        var largest = separation.Direction.Take(terms.Length).Max(Math.Abs);
        var involved = Enumerable.Range(0, terms.Length).Where(j => Math.Abs(separation.Direction[j]) > Negligible * largest)
            .OrderByDescending(j => Math.Abs(separation.Direction[j])).ToArray();
        var named = separation.IsComplete && alone.Length > 0 ? alone : involved;
        var list = string.Join(", ", named.Take(ShownTerms).Select(j => terms[j])) + (named.Length > ShownTerms ? $" and {named.Length - ShownTerms} more" : "");
        var what = separation.IsComplete
            ? alone.Length > 0
                ? $"The classes of {responseColumn} are completely separated: {list} tells them apart {(alone.Length == 1 ? "" : "each ")}alone, without error."
                : $"The classes of {responseColumn} are completely separated: a combination of {list} tells them apart without error."
            : $"The classes of {responseColumn} are separated in part (quasi-complete separation): along {list}, {separation.RowsGaining} of {design.Rows} rows are told apart without error.";
        return new FitWarning("separation",
            what + " The likelihood rises without end as coefficients grow, so no finite estimate is best; those printed are where the solver stopped, and standard errors and p-values do not exist." +
            " Use a penalty (l2), leave columns out, or gather rows in which the classes overlap.",
            [.. named.Select(j => terms[j])]);
    }

    private static bool SeparatesAlone(IDesign design, Response response, int column)
    {
        var unit = new double[design.Columns];
        unit[column] = 1;
        var values = new double[1024];
        var (low, high) = (new[] { double.PositiveInfinity, double.PositiveInfinity }, new[] { double.NegativeInfinity, double.NegativeInfinity });
        for (var start = 0; start < design.Rows; start += values.Length)
        {
            var block = new RowBlock(start, Math.Min(values.Length, design.Rows - start));
            design.Multiply(block, unit, values.AsSpan(0, block.Count));
            for (var i = 0; i < block.Count; i++)
            {
                if (response.WeightOf(start + i) == 0) continue;
                var y = response.Values.Span[start + i] == 1 ? 1 : 0;
                low[y] = Math.Min(low[y], values[i]);
                high[y] = Math.Max(high[y], values[i]);
            }
        }
        return high[0] < low[1] || high[1] < low[0];
    }
}
