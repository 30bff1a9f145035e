using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>
/// Which columns several vectors of coefficients need, together and four at a time, as <see cref="CombinationsKernel"/> asks for them: a column
/// that none of the four has is not touched.
/// </summary>
internal sealed class CombinationPlan
{
    /// <summary>The plan of <paramref name="count"/> vectors of so many coefficients, one behind the other.</summary>
    /// <param name="columns">How many coefficients.</param>
    /// <param name="count">How many vectors.</param>
    /// <param name="betas">The vectors.</param>
    /// <param name="takesAll">Whether columns that nobody needs are there all the same.</param>
    public CombinationPlan(int columns, int count, ReadOnlySpan<double> betas, bool takesAll)
    {
        const int side = CombinationsKernel.Vectors;
        Ends = new int[(count + side - 1) / side];
        var (needed, places) = (new int[columns], new int[Ends.Length * columns]);
        if (takesAll) Array.Fill(needed, 1);
        var found = 0;
        for (var group = 0; group < Ends.Length; group++)
        {
            // Past the last vector, the last one is looked at again.
            int Start(int k) => Math.Min(group * side + k, count - 1) * columns;
            var a = betas.Slice(Start(0), columns);
            var b = betas.Slice(Start(1), columns);
            var c = betas.Slice(Start(2), columns);
            var d = betas.Slice(Start(3), columns);
            for (var j = 0; j < columns; j++)
            {
                if (a[j] == 0 && b[j] == 0 && c[j] == 0 && d[j] == 0) continue;
                needed[j] = 1;
                places[found++] = j;
            }
            Ends[group] = found;
        }
        Columns = new int[needed.Sum()];
        for (int j = 0, place = 0; j < columns; j++)
        {
            if (needed[j] == 0) continue;
            Columns[place] = j;
            needed[j] = place++;
        }
        for (var k = 0; k < found; k++) places[k] = needed[places[k]];
        Places = places.AsMemory(0, found);
    }

    /// <summary>The columns that are taken, ascending.</summary>
    public int[] Columns { get; }

    /// <summary>For each group of four vectors, the places among <see cref="Columns"/> of those it needs; group after group.</summary>
    public ReadOnlyMemory<int> Places { get; }

    /// <summary>Where each group's places end.</summary>
    public int[] Ends { get; }
}
