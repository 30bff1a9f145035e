using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>
/// Which columns several vectors of coefficients need, together and four at a time, with the coefficients in the order in which
/// <see cref="CombinationsKernel"/> asks for them: a column that none of the four has is not touched.
/// </summary>
internal sealed class CombinationPlan
{
    /// <summary>Lays out <paramref name="count"/> vectors of so many coefficients, one behind the other.</summary>
    public CombinationPlan(int columns, int count, ReadOnlySpan<double> betas)
    {
        const int side = CombinationsKernel.Vectors;
        var groups = (count + side - 1) / side;
        var needed = new bool[groups * columns];
        for (var k = 0; k < count; k++)
        {
            var own = needed.AsSpan(k / side * columns, columns);
            var beta = betas.Slice(k * columns, columns);
            for (var j = 0; j < beta.Length; j++) own[j] |= beta[j] != 0;
        }
        var (places, chosen) = (new int[columns], new int[columns]);
        var (found, all) = (0, 0);
        for (var j = 0; j < columns; j++)
        {
            places[j] = found;
            var users = 0;
            for (var group = 0; group < groups; group++) users += needed[group * columns + j] ? 1 : 0;
            if (users > 0) chosen[found++] = j;
            all += users;
        }
        (Columns, Places, Coefficients, Ends) = (chosen[..found], new int[all], new double[all * side], new int[groups]);
        for (var (group, at) = (0, 0); group < groups; group++)
        {
            var first = group * side;
            foreach (var j in Columns)
            {
                if (!needed[group * columns + j]) continue;
                Places[at] = places[j];
                for (var k = first; k < Math.Min(first + side, count); k++) Coefficients[at * side + k - first] = betas[k * columns + j];
                at++;
            }
            Ends[group] = at;
        }
    }

    /// <summary>The columns that are needed at all.</summary>
    public int[] Columns { get; }

    /// <summary>For each group of four vectors, the places among <see cref="Columns"/> of those it needs; group after group.</summary>
    public int[] Places { get; }

    /// <summary>For each of the places, the coefficients of the four vectors.</summary>
    public double[] Coefficients { get; }

    /// <summary>Where each group's places end.</summary>
    public int[] Ends { get; }
}
