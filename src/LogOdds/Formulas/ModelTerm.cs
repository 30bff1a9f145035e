using LogOdds.Data;
using LogOdds.Numerics;

namespace LogOdds.Formulas;

/// <summary>A product of variables on the right-hand side, and the design columns that it is: one for each choice of a column of each variable.</summary>
public sealed class ModelTerm
{
    private readonly bool[] _isFull;

    internal ModelTerm(IReadOnlyList<Variable> variables, bool[] isFull)
    {
        (Variables, _isFull) = (variables, isFull);
        Name = string.Join(':', variables.Select(variable => variable.Text));
        // The first variable's columns change fastest.
        var names = variables[0].ColumnNames(isFull[0]);
        for (var k = 1; k < variables.Count; k++)
        {
            var inner = names.ToArray();
            names = [.. variables[k].ColumnNames(isFull[k]).SelectMany(outer => inner.Select(name => $"{name}:{outer}"))];
        }
        ColumnNames = names;
    }

    /// <summary>The term as a formula writes it: <c>race:smoke</c>.</summary>
    public string Name { get; }

    /// <summary>The variables, in the order of the formula.</summary>
    public IReadOnlyList<Variable> Variables { get; }

    /// <summary>The names of the design columns.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>For each variable, whether it is a factor of which every level has a column, because the margin that would carry the first is not in the model.</summary>
    internal IReadOnlyList<bool> IsFull => _isFull;

    /// <summary>The term's design columns over the rows of a table, in order.</summary>
    /// <param name="bound">The variables' values in the rows.</param>
    internal IEnumerable<BoundPredictor> Bind(IReadOnlyDictionary<Variable, BoundVariable> bound)
    {
        var parts = Variables.Select(variable => bound[variable]).ToArray();
        if (parts is [BoundBlock { Matrix: var matrix }]) return [new BoundSparse(matrix)];
        if (parts is [BoundBuckets buckets]) return [new BoundFactor(buckets.Codes, buckets.BucketOf, buckets.Buckets)];
        if (parts is [BoundNumeric { Columns: var columns }]) return columns.Select(column => new BoundNumbers(column));
        return Variables.Zip(_isFull).All(pair => pair.First is FactorVariable factor && factor.IsIndicator(pair.Second))
            ? [Indicators([.. parts.Cast<BoundLevels>()])]
            : Products(parts);
    }

    /// <summary>Factors by 0/1 columns: a product of indicators is an indicator, so codes of pairs of levels do for all columns.</summary>
    private BoundFactor Indicators(BoundLevels[] factors)
    {
        var terms = factors.Select((factor, k) => factor.LevelOf.Select(level => level < 0 || _isFull[k] ? level : level - 1).ToArray()).ToArray();
        if (factors.Length == 1) return new BoundFactor(factors[0].Codes, terms[0], ColumnNames.Count);
        var counts = factors.Select((factor, k) => factor.Variable.Levels.Count - (_isFull[k] ? 0 : 1)).ToArray();
        var codes = new int[factors[0].Codes.Length];
        // Code 0 stands for rows in which one of the factors has a level without a column.
        for (var row = 0; row < codes.Length; row++)
        {
            var (place, size, isMissing, isReference) = (0, 1, false, false);
            for (var k = 0; k < factors.Length; k++)
            {
                var code = factors[k].Codes.Span[row];
                isMissing |= code == CategoricalColumn.MissingCode;
                var term = isMissing ? 0 : terms[k][code];
                isReference |= term < 0;
                place += size * term;
                size *= counts[k];
            }
            codes[row] = isMissing ? CategoricalColumn.MissingCode : isReference ? 0 : place + 1;
        }
        return new BoundFactor(codes, [.. Enumerable.Range(-1, ColumnNames.Count + 1)], ColumnNames.Count);
    }

    private IEnumerable<BoundPredictor> Products(BoundVariable[] parts)
    {
        List<ReadOnlyMemory<double>> products = [];
        for (var k = 0; k < parts.Length; k++)
        {
            List<ReadOnlyMemory<double>> own = parts[k] is BoundNumeric numeric ? [.. numeric.Columns.Select(column => column.Memory)] : Columns((BoundLevels)parts[k], _isFull[k]);
            products = k == 0 ? own : [.. own.SelectMany(outer => products.Select(inner => Product(inner, outer)))];
        }
        return products.Select((values, j) => new BoundNumbers(new NumericColumn(ColumnNames[j], values)));
    }

    private static List<ReadOnlyMemory<double>> Columns(BoundLevels factor, bool isFull)
    {
        var codes = factor.Codes.Span;
        var columns = new List<ReadOnlyMemory<double>>();
        foreach (var byLevel in factor.Variable.Matrix(isFull))
        {
            var memory = ColumnMemory.Allocate<double>(codes.Length);
            var column = memory.Span;
            for (var row = 0; row < column.Length; row++)
                column[row] = codes[row] == CategoricalColumn.MissingCode ? NumericColumn.Missing : byLevel[factor.LevelOf[codes[row]]];
            columns.Add(memory);
        }
        return columns;
    }

    private static ReadOnlyMemory<double> Product(ReadOnlyMemory<double> inner, ReadOnlyMemory<double> outer)
    {
        var memory = ColumnMemory.Allocate<double>(inner.Length);
        var product = memory.Span;
        var a = inner.Span;
        var b = outer.Span;
        for (var row = 0; row < product.Length; row++)
            product[row] = NumericColumn.IsMissingValue(a[row]) || NumericColumn.IsMissingValue(b[row]) ? NumericColumn.Missing : a[row] * b[row];
        return memory;
    }
}
