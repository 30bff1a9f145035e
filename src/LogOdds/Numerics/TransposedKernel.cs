using System.Runtime.CompilerServices;

namespace LogOdds.Numerics;

/// <summary>gₖ ← gₖ + Σᵢ (xᵢₖ − oₖ) rᵢ for four columns: one walk down r for four columns of X.</summary>
internal ref struct TransposedKernel<TElement> : IKernel where TElement : unmanaged
{
    public ref TElement X0, X1, X2, X3;
    public ReadOnlySpan<double> Origins;
    public ReadOnlySpan<double> Residual;
    public Span<double> Gradient;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<T>() where T : struct, ILanes<T>
    {
        var rows = (nuint)Residual.Length;
        var whole = rows - rows % (nuint)T.Count;
        Walk<T>(0, whole);
        Walk<ScalarLane>(whole, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Walk<T>(nuint from, nuint to) where T : struct, ILanes<T>
    {
        ref readonly var residual = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(Residual);
        ref var x0 = ref X0;
        ref var x1 = ref X1;
        ref var x2 = ref X2;
        ref var x3 = ref X3;
        var (o0, o1, o2, o3) = (T.Fill(Origins[0]), T.Fill(Origins[1]), T.Fill(Origins[2]), T.Fill(Origins[3]));
        var g0 = T.Fill(0);
        var (g1, g2, g3) = (g0, g0, g0);
        for (var i = from; i < to; i += (nuint)T.Count)
        {
            var r = T.Load(in residual, i);
            g0 = T.MultiplyAdd(Elements.Load<T, TElement>(in x0, i) - o0, r, g0);
            g1 = T.MultiplyAdd(Elements.Load<T, TElement>(in x1, i) - o1, r, g1);
            g2 = T.MultiplyAdd(Elements.Load<T, TElement>(in x2, i) - o2, r, g2);
            g3 = T.MultiplyAdd(Elements.Load<T, TElement>(in x3, i) - o3, r, g3);
        }
        Gradient[0] += T.Sum(g0);
        Gradient[1] += T.Sum(g1);
        Gradient[2] += T.Sum(g2);
        Gradient[3] += T.Sum(g3);
    }
}
