using System.Runtime.CompilerServices;

namespace LogOdds.Numerics;

/// <summary>One double: for hardware without vectors, for the rows that fill no vector, and as the measure of the wider lanes.</summary>
internal readonly struct ScalarLane(double value) : ILanes<ScalarLane>
{
    private readonly double _value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Load(ref readonly double source, nuint offset) => new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Load(ref readonly float source, nuint offset) => new(Unsafe.Add(ref Unsafe.AsRef(in source), offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ScalarLane lanes, ref double target, nuint offset) => Unsafe.Add(ref target, offset) = lanes._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Fill(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator +(ScalarLane a, ScalarLane b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator -(ScalarLane a, ScalarLane b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator *(ScalarLane a, ScalarLane b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane operator /(ScalarLane a, ScalarLane b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    // Fused where vectors are, so that a row has the same log-odds whether it fills a vector or not.
    public static ScalarLane MultiplyAdd(ScalarLane a, ScalarLane b, ScalarLane c) => new(double.MultiplyAddEstimate(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Abs(ScalarLane a) => new(Math.Abs(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Min(ScalarLane a, ScalarLane b) => new(a._value < b._value ? a._value : b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Max(ScalarLane a, ScalarLane b) => new(a._value > b._value ? a._value : b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane WhereAtLeast(ScalarLane a, ScalarLane b, ScalarLane ifTrue, ScalarLane ifFalse) => a._value >= b._value ? ifTrue : ifFalse;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLane Exp(ScalarLane a) => new(Math.Exp(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreWithin(ScalarLane a, double limit) => Math.Abs(a._value) <= limit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(ScalarLane a) => a._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Least(ScalarLane a) => a._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSums(ScalarLane a, ScalarLane b, ScalarLane c, ScalarLane d, ref double target)
    {
        target += Sum(a);
        Unsafe.Add(ref target, 1) += Sum(b);
        Unsafe.Add(ref target, 2) += Sum(c);
        Unsafe.Add(ref target, 3) += Sum(d);
    }
}
