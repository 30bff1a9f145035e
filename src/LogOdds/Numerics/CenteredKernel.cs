using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>centred ← x − o and weighted ← d∘(x − o), for one column.</summary>
internal ref struct CenteredKernel<TElement> : IKernel where TElement : unmanaged
{
    public ref TElement X;
    public double Origin;
    public ReadOnlySpan<double> Curvature;
    public Span<double> Centered;
    public Span<double> Weighted;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<T>() where T : struct, ILanes<T>
    {
        var rows = (nuint)Curvature.Length;
        var whole = rows - rows % (nuint)T.Count;
        Walk<T>(0, whole);
        Walk<ScalarLane>(whole, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Walk<T>(nuint from, nuint to) where T : struct, ILanes<T>
    {
        ref var x = ref X;
        ref var centered = ref MemoryMarshal.GetReference(Centered);
        ref var weighted = ref MemoryMarshal.GetReference(Weighted);
        ref readonly var curvature = ref MemoryMarshal.GetReference(Curvature);
        var origin = T.Fill(Origin);
        for (var i = from; i < to; i += (nuint)T.Count)
        {
            var value = Elements.Load<T, TElement>(in x, i) - origin;
            T.Store(value, ref centered, i);
            T.Store(value * T.Load(in curvature, i), ref weighted, i);
        }
    }
}
