using System.Runtime.CompilerServices;

namespace LogOdds.Numerics;

/// <summary>η ← η + Σₖ bₖ (xₖ − oₖ) over four columns: one walk down η for four columns of X.</summary>
internal ref struct CombinationKernel<TElement> : IKernel where TElement : unmanaged
{
    public ref TElement X0, X1, X2, X3;
    public ReadOnlySpan<double> Origins;
    public ReadOnlySpan<double> Coefficients;
    public Span<double> Eta;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<T>() where T : struct, ILanes<T>
    {
        var rows = (nuint)Eta.Length;
        var whole = rows - rows % (nuint)T.Count;
        Walk<T>(0, whole);
        Walk<ScalarLane>(whole, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Walk<T>(nuint from, nuint to) where T : struct, ILanes<T>
    {
        ref var eta = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(Eta);
        ref var x0 = ref X0;
        ref var x1 = ref X1;
        ref var x2 = ref X2;
        ref var x3 = ref X3;
        var (b0, b1, b2, b3) = (T.Fill(Coefficients[0]), T.Fill(Coefficients[1]), T.Fill(Coefficients[2]), T.Fill(Coefficients[3]));
        var (o0, o1, o2, o3) = (T.Fill(Origins[0]), T.Fill(Origins[1]), T.Fill(Origins[2]), T.Fill(Origins[3]));
        for (var i = from; i < to; i += (nuint)T.Count)
        {
            // Two chains hide the latency of the multiply-add.
            var even = T.MultiplyAdd(Elements.Load<T, TElement>(in x0, i) - o0, b0, T.Load(in eta, i));
            var odd = (Elements.Load<T, TElement>(in x1, i) - o1) * b1;
            even = T.MultiplyAdd(Elements.Load<T, TElement>(in x2, i) - o2, b2, even);
            odd = T.MultiplyAdd(Elements.Load<T, TElement>(in x3, i) - o3, b3, odd);
            T.Store(even + odd, ref eta, i);
        }
    }
}
