using System.Globalization;
using LogOdds.Numerics;

namespace LogOdds.Data;

/// <summary>
/// A column of doubles. A missing value is one declared as such (<see cref="Missing"/>: an empty or NA field, a null);
/// any other NaN and the infinities are accidents, which a fit refuses by row and column.
/// </summary>
public sealed class NumericColumn : Column
{
    // As R does: a NaN with a payload of its own tells "not available" from the result of 0/0.
    private const long MissingBits = 0x7FF8_0000_0000_07A2;

    /// <summary>The double that stands for a missing value: a NaN that only <see cref="IsMissingValue"/> recognises.</summary>
    public static readonly double Missing = BitConverter.Int64BitsToDouble(MissingBits);

    private const int MissingSingleBits = 0x7FC0_07A2;

    private readonly ReadOnlyMemory<float> _singles;
    private readonly Lock _widening = new();
    private ReadOnlyMemory<double>? _values;
    private readonly StoredColumn? _stored;
    private ColumnSummary? _summary;

    /// <summary>A column over <paramref name="values"/>, which are not copied and must not change afterwards.</summary>
    public NumericColumn(string name, ReadOnlyMemory<double> values) : base(name, values.Length) => _values = values;

    /// <summary>A column whose values are checked when they are first asked for.</summary>
    internal NumericColumn(string name, ReadOnlyMemory<double> values, StoredColumn stored) : this(name, values) => (_stored, _summary) = (stored, stored.Summary);

    /// <summary>A column of numbers that are stored in 32 bits each; <see cref="ToSingle"/> says how missing ones are.</summary>
    internal NumericColumn(string name, ReadOnlyMemory<float> singles, StoredColumn? stored) : base(name, singles.Length) => (_singles, _stored, _summary, IsSingle) = (singles, stored, stored?.Summary, true);

    /// <summary>Whether the numbers are stored in 32 bits each.</summary>
    internal bool IsSingle { get; }

    /// <summary>The numbers as they are stored, where that is in 32 bits each.</summary>
    internal ReadOnlyMemory<float> Singles
    {
        get
        {
            _stored?.Check();
            return _singles;
        }
    }

    /// <summary>Whether all values are 0 or 1.</summary>
    internal bool AreZeroOrOne => IsSingle ? !Singles.Span.ContainsAnyExcept(0f, 1f) : VectorKernels.AreZeroOrOne(Values);

    /// <summary>The values, one a row; missing ones satisfy <see cref="IsMissingValue"/>.</summary>
    public ReadOnlySpan<double> Values => Memory.Span;

    /// <summary>The values, to be held on to. Of those stored in 32 bits, a copy is made when they are first asked for.</summary>
    internal ReadOnlyMemory<double> Memory
    {
        get
        {
            _stored?.Check();
            lock (_widening) return _values ??= Widened();
        }
    }

    /// <summary>Whether <paramref name="value"/> is the declared missing value.</summary>
    public static bool IsMissingValue(double value) => BitConverter.DoubleToInt64Bits(value) == MissingBits;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => IsMissingValue(Values[row]);

    /// <inheritdoc/>
    public override string TextAt(int row) => IsMissing(row) ? "" : Format(Values[row]);

    /// <inheritdoc/>
    public override int CountMissing()
    {
        if (Summary.IsFinite) return 0;
        if (_stored is not null) return _stored.Missing;
        var count = 0;
        foreach (var value in Values)
            if (IsMissingValue(value)) count++;
        return count;
    }

    /// <summary>Mean and spread, each row counting once; taken when first asked for, in one walk down the column.</summary>
    internal ColumnSummary Summary
    {
        get
        {
            _stored?.Check();
            return _summary ??= ColumnSummary.Of(Values, weights: default);
        }
    }

    /// <inheritdoc/>
    public override Column Select(ReadOnlySpan<int> rows)
    {
        if (IsSingle)
        {
            var singles = Singles.Span;
            var kept = ColumnMemory.Allocate<float>(rows.Length);
            var target = kept.Span;
            for (var i = 0; i < rows.Length; i++) target[i] = singles[rows[i]];
            return new NumericColumn(Name, kept, stored: null);
        }
        var source = Values;
        var memory = ColumnMemory.Allocate<double>(rows.Length);
        var selected = memory.Span;
        for (var i = 0; i < rows.Length; i++) selected[i] = source[rows[i]];
        return new NumericColumn(Name, memory);
    }

    /// <summary>A number in 32 bits; a missing one is a NaN with a payload of its own there too.</summary>
    internal static float ToSingle(double value) => IsMissingValue(value) ? BitConverter.Int32BitsToSingle(MissingSingleBits) : double.IsNaN(value) ? float.NaN : (float)value;

    /// <summary>A number of 32 bits in 64.</summary>
    internal static double ToDouble(float value) => BitConverter.SingleToInt32Bits(value) == MissingSingleBits ? Missing : value;

    private ReadOnlyMemory<double> Widened()
    {
        var memory = ColumnMemory.Allocate<double>(_singles.Length);
        var singles = _singles.Span;
        var values = memory.Span;
        for (var i = 0; i < singles.Length; i++) values[i] = ToDouble(singles[i]);
        return memory;
    }

    /// <summary>The shortest text that reads back to the same double, whatever the machine's culture.</summary>
    internal static string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
