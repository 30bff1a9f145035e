using LogOdds.Formulas;
using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>Designs over the columns of a table, where they lie.</summary>
internal static class Designs
{
    /// <summary>The design of some columns of an encoded table, in the given order.</summary>
    /// <param name="data">The table.</param>
    /// <param name="columns">The columns, ascending.</param>
    /// <param name="origins">What is taken off each of these columns; only numbers are moved, a factor's columns have the origin 0.</param>
    public static IDesign Create(EncodedTable data, int[] columns, IReadOnlyList<double> origins)
    {
        var (numbers, places) = (new List<ReadOnlyMemory<double>>(), new List<int>());
        var factors = new List<(BoundFactor Factor, int[] ColumnOf)>();
        for (var j = 0; j < columns.Length; j++)
        {
            var (predictor, term) = data.ColumnAt(columns[j]);
            if (predictor is BoundNumbers number)
            {
                numbers.Add(number.Column.Memory);
                places.Add(j);
                continue;
            }
            var factor = (BoundFactor)predictor;
            if (factors.Count == 0 || !ReferenceEquals(factors[^1].Factor, factor))
                factors.Add((factor, FactorBlock.WithoutColumns(factor.TermOf.Length, columns.Length)));
            var columnOf = factors[^1].ColumnOf;
            for (var code = 0; code < factor.TermOf.Length; code++)
                if (factor.TermOf[code] == term) columnOf[code + 1] = j;
        }
        if (factors.Count == 0) return new DenseDesign<double>(data.Rows, numbers, origins);
        return new MixedDesign(data.Rows, columns.Length, numbers, [.. places.Select(j => origins[j])], [.. places],
            [.. factors.Select(f => new FactorBlock(f.Factor.Codes, f.ColumnOf))]);
    }

    /// <summary>The design of some numeric columns, standardised and copied into 32 bits a number.</summary>
    public static IDesign InSingle(EncodedTable data, int[] columns, Standardization standard, int threads)
    {
        var copies = new ReadOnlyMemory<float>[columns.Length];
        Cores.Each(columns.Length, isWorthSeveral: true, threads, j =>
        {
            var values = ((BoundNumbers)data.ColumnAt(columns[j]).Predictor).Column.Values;
            var (center, scale, copy) = (standard.Centers[j], standard.Scales[j], new float[values.Length]);
            for (var i = 0; i < copy.Length; i++) copy[i] = (float)((values[i] - center) / scale);
            copies[j] = copy;
        });
        return new DenseDesign<float>(data.Rows, copies);
    }
}
