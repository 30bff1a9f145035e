namespace LogOdds.Numerics;

/// <summary>
/// A few doubles that are worked on at once: the width of a vector register, or one. A kernel is written once, against this, and
/// compiled for each width (<see cref="Simd"/>), so that no formula stands twice.
/// </summary>
internal interface ILanes<T> where T : struct, ILanes<T>
{
    /// <summary>How many doubles.</summary>
    static abstract int Count { get; }

    /// <summary>The doubles from <paramref name="offset"/> on.</summary>
    static abstract T Load(ref readonly double source, nuint offset);

    /// <summary>The floats from <paramref name="offset"/> on, as doubles.</summary>
    static abstract T Load(ref readonly float source, nuint offset);

    /// <summary>Writes the lanes from <paramref name="offset"/> on.</summary>
    static abstract void Store(T lanes, ref double target, nuint offset);

    /// <summary>The same value in every lane.</summary>
    static abstract T Fill(double value);

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator *(T a, T b);

    static abstract T operator /(T a, T b);

    /// <summary>a·b + c, rounded once where the hardware can.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    /// <summary>|a|.</summary>
    static abstract T Abs(T a);

    /// <summary>The smaller of two, lane by lane.</summary>
    static abstract T Min(T a, T b);

    /// <summary>The larger of two, lane by lane.</summary>
    static abstract T Max(T a, T b);

    /// <summary><paramref name="ifTrue"/> where a ≥ b, <paramref name="ifFalse"/> elsewhere.</summary>
    static abstract T WhereAtLeast(T a, T b, T ifTrue, T ifFalse);

    /// <summary>e^a for |a| ≤ 700.</summary>
    static abstract T Exp(T a);

    /// <summary>Whether |a| ≤ <paramref name="limit"/> in every lane.</summary>
    static abstract bool AreWithin(T a, double limit);

    /// <summary>The sum of the lanes.</summary>
    static abstract double Sum(T a);

    /// <summary>The least of the lanes.</summary>
    static abstract double Least(T a);

    /// <summary>Adds the sums of four groups of lanes to <paramref name="target"/> and the three doubles behind it.</summary>
    static abstract void AddSums(T a, T b, T c, T d, ref double target);
}
