using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>rᵢ ← rᵢ + factor·(xᵢ − o) for one column.</summary>
internal ref struct AddColumnKernel<TElement> : IKernel where TElement : unmanaged
{
    public ReadOnlySpan<TElement> X;
    public double Origin;
    public double Factor;
    public Span<double> Rows;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>() where T : struct, ILanes<T>
    {
        var whole = (nuint)(Rows.Length - Rows.Length % T.Count);
        Walk<T>(0, whole);
        Walk<ScalarLane>(whole, (nuint)Rows.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Walk<T>(nuint from, nuint to) where T : struct, ILanes<T>
    {
        ref readonly var x = ref MemoryMarshal.GetReference(X);
        ref var r = ref MemoryMarshal.GetReference(Rows);
        var (origin, factor) = (T.Fill(Origin), T.Fill(Factor));
        for (var i = from; i < to; i += (nuint)T.Count)
            T.Store(T.MultiplyAdd(Elements.Load<T, TElement>(in x, i) - origin, factor, T.Load(in r, i)), ref r, i);
    }
}
