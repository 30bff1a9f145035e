using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>Designs over the columns of a table, where they lie.</summary>
internal static class Designs
{
    /// <summary>The design of some columns of an encoded table, in the given order.</summary>
    /// <param name="data">The table.</param>
    /// <param name="columns">The columns, ascending.</param>
    /// <param name="origins">What is taken off each of these columns; only numbers are moved, the columns of factors and blocks have the origin 0.</param>
    public static IDesign Create(EncodedTable data, int[] columns, IReadOnlyList<double> origins)
    {
        if (!data.Predictors.Any(predictor => predictor is BoundSparse)) return OfColumns(data, columns, origins);
        var parts = new List<IColumnDesign>();
        for (int start = 0, end; start < columns.Length; start = end)
        {
            var block = data.ColumnAt(columns[start]).Predictor as BoundSparse;
            for (end = start + 1; end < columns.Length && ReferenceEquals(data.ColumnAt(columns[end]).Predictor as BoundSparse, block);) end++;
            parts.Add(block is not null ? OfBlock(data, block, columns.AsSpan(start..end)) : OfColumns(data, columns[start..end], [.. origins.Skip(start).Take(end - start)]));
        }
        return parts is [var only] ? only : new JoinedDesign(data.Rows, [.. parts]);
    }

    private static SparseDesign OfBlock(EncodedTable data, BoundSparse block, ReadOnlySpan<int> columns)
    {
        if (columns.Length == block.Columns) return new SparseDesign(block.Matrix);
        var terms = new int[columns.Length];
        for (var k = 0; k < terms.Length; k++) terms[k] = data.ColumnAt(columns[k]).Term;
        return new SparseDesign(block.Matrix.SelectColumns(terms));
    }

    private static IColumnDesign OfColumns(EncodedTable data, int[] columns, IReadOnlyList<double> origins)
    {
        var (numbers, places) = (new List<NumericColumn>(), new List<int>());
        var factors = new List<(BoundFactor Factor, int[] ColumnOfTerm)>();
        for (var j = 0; j < columns.Length; j++)
        {
            var (predictor, term) = data.ColumnAt(columns[j]);
            if (predictor is BoundNumbers number)
            {
                numbers.Add(number.Column);
                places.Add(j);
                continue;
            }
            var factor = (BoundFactor)predictor;
            if (factors.Count == 0 || !ReferenceEquals(factors[^1].Factor, factor))
                factors.Add((factor, [.. Enumerable.Repeat(columns.Length, factor.Terms)]));
            factors[^1].ColumnOfTerm[term] = j;
        }
        // Numbers of 32 bits are walked as they are.
        if (factors.Count == 0 && numbers.Count > 0 && numbers.All(column => column.IsSingle)) return new DenseDesign<float>(data.Rows, [.. numbers.Select(column => column.Singles)], origins);
        ReadOnlyMemory<double>[] memories = [.. numbers.Select(column => column.Memory)];
        if (factors.Count == 0) return new DenseDesign<double>(data.Rows, memories, origins);
        return new MixedDesign(data.Rows, columns.Length, memories, [.. places.Select(j => origins[j])], [.. places],
            [.. factors.Select(f => new FactorBlock(f.Factor.Codes, FactorBlock.Places(f.Factor.TermOf, f.ColumnOfTerm, columns.Length)))]);
    }

    /// <summary>The design of some numeric columns, standardised and copied into 32 bits a number.</summary>
    public static IDesign InSingle(EncodedTable data, int[] columns, Standardization standard, int threads)
    {
        var copies = new ReadOnlyMemory<float>[columns.Length];
        Cores.Each(columns.Length, isWorthSeveral: true, threads, j =>
        {
            var values = ((BoundNumbers)data.ColumnAt(columns[j]).Predictor).Column.Values;
            var (center, scale, memory) = (standard.Centers[j], standard.Scales[j], ColumnMemory.Allocate<float>(values.Length));
            var copy = memory.Span;
            for (var i = 0; i < copy.Length; i++) copy[i] = (float)((values[i] - center) / scale);
            copies[j] = memory;
        });
        return new DenseDesign<float>(data.Rows, copies);
    }
}
