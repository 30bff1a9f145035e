using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>gⱼ ← gⱼ + Σᵢ (xᵢⱼ − oⱼ) rᵢ over a stretch of rows: one walk down r for four columns of X.</summary>
internal ref struct TransposedKernel<TElement> : IKernel where TElement : unmanaged
{
    public ReadOnlySpan<ReadOnlyMemory<TElement>> Columns;
    public int Start;
    public ReadOnlySpan<double> Origins;
    public ReadOnlySpan<double> Residual;
    public Span<double> Gradient;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>() where T : struct, ILanes<T>
    {
        var whole = (nuint)(Residual.Length - Residual.Length % T.Count);
        Span<double> sums = stackalloc double[4];
        for (var j = 0; j < Columns.Length; j += 4)
        {
            var group = new ColumnGroup<TElement>(Columns, j, Start, Residual.Length);
            sums.Clear();
            Walk<T>(0, whole, j, group, ref sums[0]);
            Walk<ScalarLane>(whole, (nuint)Residual.Length, j, group, ref sums[0]);
            for (var k = j; k < Math.Min(j + 4, Columns.Length); k++) Gradient[k] += sums[k - j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Walk<T>(nuint from, nuint to, int j, ColumnGroup<TElement> x, ref double sums) where T : struct, ILanes<T>
    {
        ref readonly var residual = ref MemoryMarshal.GetReference(Residual);
        var (o0, o1, o2, o3) = (T.Fill(Origins[j]), T.Fill(Origins[j + 1]), T.Fill(Origins[j + 2]), T.Fill(Origins[j + 3]));
        var g0 = T.Fill(0);
        var (g1, g2, g3) = (g0, g0, g0);
        for (var i = from; i < to; i += (nuint)T.Count)
        {
            var r = T.Load(in residual, i);
            g0 = T.MultiplyAdd(Elements.Load<T, TElement>(in x.X0, i) - o0, r, g0);
            g1 = T.MultiplyAdd(Elements.Load<T, TElement>(in x.X1, i) - o1, r, g1);
            g2 = T.MultiplyAdd(Elements.Load<T, TElement>(in x.X2, i) - o2, r, g2);
            g3 = T.MultiplyAdd(Elements.Load<T, TElement>(in x.X3, i) - o3, r, g3);
        }
        T.AddSums(g0, g1, g2, g3, ref sums);
    }
}
