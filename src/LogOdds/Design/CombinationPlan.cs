using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>Which columns several vectors of coefficients need, four at a time, as <see cref="CombinationsKernel"/> asks for them: a column that none of the four has is not touched.</summary>
internal sealed class CombinationPlan
{
    /// <summary>The plan of <paramref name="count"/> vectors of so many coefficients, one behind the other.</summary>
    public CombinationPlan(int columns, int count, ReadOnlySpan<double> betas)
    {
        const int side = CombinationsKernel.Vectors;
        Ends = new int[(count + side - 1) / side];
        var needed = new int[Ends.Length * columns];
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
                if (a[j] != 0 || b[j] != 0 || c[j] != 0 || d[j] != 0) needed[found++] = j;
            Ends[group] = found;
        }
        Columns = needed.AsMemory(0, found);
    }

    /// <summary>For each group of four vectors the columns that it needs, ascending; group after group.</summary>
    public ReadOnlyMemory<int> Columns { get; }

    /// <summary>Where each group's columns end.</summary>
    public int[] Ends { get; }
}
