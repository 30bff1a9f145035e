using System.Globalization;
using LogOdds.Data;

namespace LogOdds.Formulas;

/// <summary>
/// A column of categories, put into a fixed number of buckets by a hash of their names: for more levels than one wants coefficients of, and for
/// levels that the fit did not see. A number is named as it is written shortest.
/// </summary>
public sealed class HashVariable : BlockVariable
{
    internal HashVariable(string text, string column, int buckets) : base(text, [column]) => Buckets = buckets;

    /// <summary>The number of buckets.</summary>
    public int Buckets { get; }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> ColumnNames(bool isFull) => new NumberedNames(Text, Buckets);

    /// <inheritdoc/>
    internal override BoundVariable Bind(Table table)
    {
        switch (table[Columns[0]])
        {
            case CategoricalColumn texts:
                return new BoundBuckets(texts.Memory, [.. texts.Levels.Select(BucketOf)], Buckets);
            case NumericColumn numbers:
                var codes = new int[numbers.Rows];
                for (var row = 0; row < codes.Length; row++) codes[row] = numbers.IsMissing(row) ? CategoricalColumn.MissingCode : BucketOf(numbers.TextAt(row));
                return new BoundBuckets(codes, [.. Enumerable.Range(0, Buckets)], Buckets);
            default:
                throw new UnusableDataException($"{Text}: '{Columns[0]}' is a block of columns, not one of categories");
        }
    }

    private int BucketOf(string level) => StableHash.BucketOf(double.TryParse(level, CultureInfo.InvariantCulture, out var number) ? NumericColumn.Format(number) : level, Buckets);

    internal static void Check(Formula formula, CallNode call) => _ = Options(formula, call);

    internal static HashVariable Learn(Formula formula, CallNode call)
    {
        var (column, buckets) = Options(formula, call);
        return new HashVariable($"{call}", column, buckets);
    }

    private static (string Column, int Buckets) Options(Formula formula, CallNode call)
    {
        if (call.Arguments[0] is not { Name: null, Value: NameNode column }) throw formula.Fault(call.Arguments[0].Value, "hash takes a column");
        if (call.Arguments is not [_, (null or "buckets", var buckets)]) throw formula.Fault(call, "hash takes a column and the number of buckets: hash(city, 1000)");
        return (column.Name, Whole(formula, buckets, MaxBuckets));
    }
}
