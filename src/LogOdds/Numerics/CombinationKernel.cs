using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>η ← η + Σⱼ bⱼ (xⱼ − oⱼ) over a stretch of rows: one walk down η for four columns of X.</summary>
internal ref struct CombinationKernel<TElement> : IKernel where TElement : unmanaged
{
    public ReadOnlySpan<ReadOnlyMemory<TElement>> Columns;
    public int Start;
    public ReadOnlySpan<double> Origins;
    public ReadOnlySpan<double> Coefficients;
    public Span<double> Eta;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>() where T : struct, ILanes<T>
    {
        var whole = (nuint)(Eta.Length - Eta.Length % T.Count);
        for (var j = 0; j < Columns.Length; j += 4)
        {
            // Past the last column, the last one is walked again with the coefficient 0.
            var last = Columns.Length - 1;
            var group = new ColumnGroup<TElement>(Columns, j, Start, Eta.Length);
            var (b0, b1, b2, b3) = (Coefficients[j], j + 1 <= last ? Coefficients[j + 1] : 0, j + 2 <= last ? Coefficients[j + 2] : 0, j + 3 <= last ? Coefficients[j + 3] : 0);
            Walk<T>(0, whole, j, group, b0, b1, b2, b3);
            Walk<ScalarLane>(whole, (nuint)Eta.Length, j, group, b0, b1, b2, b3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Walk<T>(nuint from, nuint to, int j, ColumnGroup<TElement> x, double b0, double b1, double b2, double b3) where T : struct, ILanes<T>
    {
        ref var eta = ref MemoryMarshal.GetReference(Eta);
        var (o0, o1, o2, o3) = (T.Fill(Origins[j]), T.Fill(Origins[j + 1]), T.Fill(Origins[j + 2]), T.Fill(Origins[j + 3]));
        var (c0, c1, c2, c3) = (T.Fill(b0), T.Fill(b1), T.Fill(b2), T.Fill(b3));
        for (var i = from; i < to; i += (nuint)T.Count)
        {
            // Two chains hide the latency of the multiply-add.
            var even = T.MultiplyAdd(Elements.Load<T, TElement>(in x.X0, i) - o0, c0, T.Load(in eta, i));
            var odd = (Elements.Load<T, TElement>(in x.X1, i) - o1) * c1;
            even = T.MultiplyAdd(Elements.Load<T, TElement>(in x.X2, i) - o2, c2, even);
            odd = T.MultiplyAdd(Elements.Load<T, TElement>(in x.X3, i) - o3, c3, odd);
            T.Store(even + odd, ref eta, i);
        }
    }
}
