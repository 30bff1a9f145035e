using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>Columns about their origins, and the same times a curvature for each row, put one behind the other.</summary>
internal ref struct CenteredKernel<TElement> : IKernel where TElement : unmanaged
{
    public ReadOnlySpan<ReadOnlyMemory<TElement>> Columns;
    public int Start;
    public ReadOnlySpan<double> Origins;
    public ReadOnlySpan<double> Curvature;
    public int Stride;
    public Span<double> Centered;
    public Span<double> Weighted;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>() where T : struct, ILanes<T>
    {
        var whole = (nuint)(Curvature.Length - Curvature.Length % T.Count);
        for (var j = 0; j < Columns.Length; j++)
        {
            ref var x = ref MemoryMarshal.GetReference(Columns[j].Span.Slice(Start, Curvature.Length));
            Walk<T>(0, whole, j, ref x);
            Walk<ScalarLane>(whole, (nuint)Curvature.Length, j, ref x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Walk<T>(nuint from, nuint to, int j, ref TElement x) where T : struct, ILanes<T>
    {
        ref var centered = ref MemoryMarshal.GetReference(Centered.Slice(j * Stride, Curvature.Length));
        ref var weighted = ref MemoryMarshal.GetReference(Weighted.Slice(j * Stride, Curvature.Length));
        ref readonly var curvature = ref MemoryMarshal.GetReference(Curvature);
        var origin = T.Fill(Origins[j]);
        for (var i = from; i < to; i += (nuint)T.Count)
        {
            var value = Elements.Load<T, TElement>(in x, i) - origin;
            T.Store(value, ref centered, i);
            T.Store(value * T.Load(in curvature, i), ref weighted, i);
        }
    }
}
