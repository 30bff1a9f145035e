using System.Runtime.CompilerServices;

namespace LogOdds.Numerics;

/// <summary>Loads lanes of doubles from doubles or floats; <c>TElement</c> is a constant to the compiler, so no test is left.</summary>
internal static class Elements
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load<T, TElement>(ref readonly TElement source, nuint offset) where T : struct, ILanes<T> =>
        typeof(TElement) == typeof(double)
            ? T.Load(in Unsafe.As<TElement, double>(ref Unsafe.AsRef(in source)), offset)
            : T.Load(in Unsafe.As<TElement, float>(ref Unsafe.AsRef(in source)), offset);
}
