using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>gₖⱼ ← gₖⱼ + Σᵢ (xᵢⱼ − oⱼ) rₖᵢ for several vectors r over a stretch of rows, the columns where they lie: tiles of four columns and four vectors.</summary>
internal ref struct TransposedManyKernel<TElement> : IKernel where TElement : unmanaged
{
    private const int Side = CrossProducts.Side;

    // Four columns and four vectors over so many rows stay in the first-level cache.
    private const int StretchRows = 512;

    public ReadOnlySpan<ReadOnlyMemory<TElement>> Columns;
    public int Start;
    public ReadOnlySpan<double> Origins;

    /// <summary>The rows.</summary>
    public int Rows;

    /// <summary>The vectors r, <see cref="Rows"/> numbers each.</summary>
    public ReadOnlySpan<double> Residuals;

    /// <summary>The number of vectors.</summary>
    public int Count;

    /// <summary>The sums, one a column for each vector.</summary>
    public Span<double> Gradients;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>() where T : struct, ILanes<T>
    {
        Span<double> sums = stackalloc double[Side * Side];
        for (var j = 0; j < Columns.Length; j += Side)
        {
            var group = new ColumnGroup<TElement>(Columns, j, Start, Rows);
            for (var from = 0; from < Rows; from += StretchRows)
            {
                var to = Math.Min(from + StretchRows, Rows);
                var whole = to - (to - from) % T.Count;
                for (var k = 0; k < Count; k += Side)
                {
                    sums.Clear();
                    Tile<T>((nuint)from, (nuint)whole, j, k, group, ref sums[0]);
                    if (whole < to) Tile<ScalarLane>((nuint)whole, (nuint)to, j, k, group, ref sums[0]);
                    for (var r = k; r < Math.Min(k + Side, Count); r++)
                        for (var s = j; s < Math.Min(j + Side, Columns.Length); s++) Gradients[r * Columns.Length + s] += sums[(r - k) * Side + s - j];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Tile<T>(nuint from, nuint to, int j, int k, ColumnGroup<TElement> x, ref double sums) where T : struct, ILanes<T>
    {
        ref var r0 = ref Residual(k);
        ref var r1 = ref Residual(k + 1);
        ref var r2 = ref Residual(k + 2);
        ref var r3 = ref Residual(k + 3);
        var (o0, o1, o2, o3) = (T.Fill(Origins[j]), T.Fill(Origins[j + 1]), T.Fill(Origins[j + 2]), T.Fill(Origins[j + 3]));
        var c00 = T.Fill(0);
        T c01 = c00, c02 = c00, c03 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00;
        T c20 = c00, c21 = c00, c22 = c00, c23 = c00, c30 = c00, c31 = c00, c32 = c00, c33 = c00;
        for (var i = from; i < to; i += (nuint)T.Count)
        {
            var p = Elements.Load<T, TElement>(in x.X0, i) - o0;
            var q = Elements.Load<T, TElement>(in x.X1, i) - o1;
            var r = Elements.Load<T, TElement>(in x.X2, i) - o2;
            var s = Elements.Load<T, TElement>(in x.X3, i) - o3;
            var a = T.Load(in r0, i);
            c00 = T.MultiplyAdd(a, p, c00);
            c01 = T.MultiplyAdd(a, q, c01);
            c02 = T.MultiplyAdd(a, r, c02);
            c03 = T.MultiplyAdd(a, s, c03);
            a = T.Load(in r1, i);
            c10 = T.MultiplyAdd(a, p, c10);
            c11 = T.MultiplyAdd(a, q, c11);
            c12 = T.MultiplyAdd(a, r, c12);
            c13 = T.MultiplyAdd(a, s, c13);
            a = T.Load(in r2, i);
            c20 = T.MultiplyAdd(a, p, c20);
            c21 = T.MultiplyAdd(a, q, c21);
            c22 = T.MultiplyAdd(a, r, c22);
            c23 = T.MultiplyAdd(a, s, c23);
            a = T.Load(in r3, i);
            c30 = T.MultiplyAdd(a, p, c30);
            c31 = T.MultiplyAdd(a, q, c31);
            c32 = T.MultiplyAdd(a, r, c32);
            c33 = T.MultiplyAdd(a, s, c33);
        }
        T.AddSums(c00, c01, c02, c03, ref sums);
        T.AddSums(c10, c11, c12, c13, ref Unsafe.Add(ref sums, Side));
        T.AddSums(c20, c21, c22, c23, ref Unsafe.Add(ref sums, 2 * Side));
        T.AddSums(c30, c31, c32, c33, ref Unsafe.Add(ref sums, 3 * Side));
    }

    // Past the last vector, the last one is taken again.
    private readonly ref double Residual(int k) => ref MemoryMarshal.GetReference(Residuals.Slice(Math.Min(k, Count - 1) * Rows, Rows));
}
