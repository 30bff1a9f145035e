using LogOdds.Design;
using LogOdds.Models;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>
/// Which coefficients the maximum of a separated likelihood has at infinity. Rows that gain along the direction of recession are
/// told apart in the limit; the others alone decide the rest (Geyer, Electronic Journal of Statistics 3, 2009). A combination of columns
/// that vanishes in all of those may be added to the direction without loss, so every coefficient in such a combination is at infinity.
/// </summary>
/// <param name="Limits">One a slope, then the intercept's.</param>
/// <param name="Remaining">Weights that leave out the rows that gain.</param>
/// <param name="Determined">Columns whose coefficients the remaining rows determine, with those that stand for combinations at infinity.</param>
internal sealed record InfiniteCoefficients(CoefficientLimit[] Limits, double[] Remaining, int[] Determined)
{
    /// <summary>Finds them.</summary>
    /// <param name="separation">The separation.</param>
    /// <param name="design">The design.</param>
    /// <param name="standard">The map from its columns to mean 0 and standard deviation 1.</param>
    /// <param name="toData">The map from the columns as they are to the same.</param>
    /// <param name="response">Responses and weights.</param>
    /// <param name="hasIntercept">Whether there is an intercept.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    public static InfiniteCoefficients Of(Separation separation, IDesign design, Standardization standard, Standardization toData, Response response, bool hasIntercept, int threads)
    {
        var direction = separation.Direction;
        var (remaining, count) = (new double[design.Rows], 0);
        for (var row = 0; row < remaining.Length; row++)
        {
            if (separation.IsGaining[row]) continue;
            remaining[row] = response.WeightOf(row);
            if (remaining[row] > 0) count++;
        }
        var (limits, determined) = Of(direction, count == 0 ? null : AliasedColumns.Find(design, standard, remaining, hasIntercept, threads, least: count), toData, hasIntercept);
        return new InfiniteCoefficients(limits, remaining, determined);
    }

    /// <summary>The same from what the remaining rows say of the columns.</summary>
    /// <param name="direction">The direction of recession, the intercept last.</param>
    /// <param name="aliased">The columns that repeat others in the remaining rows; null where no row remains.</param>
    /// <param name="toData">The map from the columns as they are to mean 0 and standard deviation 1.</param>
    /// <param name="hasIntercept">Whether there is an intercept.</param>
    public static (CoefficientLimit[] Limits, int[] Determined) Of(double[] direction, List<AliasedColumn>? aliased, Standardization toData, bool hasIntercept)
    {
        var p = direction.Length - 1;
        var (isInfinite, determined) = (new bool[p + 1], Enumerable.Range(0, p).ToHashSet());
        if (aliased is null) Array.Fill(isInfinite, true);
        foreach (var alias in aliased ?? [])
        {
            determined.Remove(alias.Column);
            isInfinite[alias.Column] = true;
            // What the combination leaves over in the remaining rows is the intercept's.
            var constant = toData.Centers[alias.Column] / toData.Scales[alias.Column] + alias.Constant;
            for (var k = 0; k < alias.Of.Length; k++)
            {
                isInfinite[alias.Of[k]] = true;
                constant -= alias.Coefficients[k] * toData.Centers[alias.Of[k]] / toData.Scales[alias.Of[k]];
            }
            isInfinite[p] |= Math.Abs(constant) > 1e-7 * (1 + Math.Abs(toData.Centers[alias.Column] / toData.Scales[alias.Column]));
        }
        if (!hasIntercept) isInfinite[p] = false;
        return ([.. isInfinite.Select((infinite, j) => !infinite ? CoefficientLimit.Finite : direction[j] < 0 ? CoefficientLimit.MinusInfinity : CoefficientLimit.PlusInfinity)], [.. determined.Order()]);
    }
}
