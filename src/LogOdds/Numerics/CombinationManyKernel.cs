using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>Ηₖ ← Ηₖ + Σⱼ bₖⱼ (xⱼ − oⱼ) for several vectors b over a stretch of rows, the columns where they lie: tiles of four columns and four vectors.</summary>
/// <remarks>
/// A vector's sum is one chain in the order of the columns, in which a coefficient of 0 changes nothing: it is the same bits whichever vectors
/// stand beside it.
/// </remarks>
internal ref struct CombinationManyKernel<TElement> : IKernel where TElement : unmanaged
{
    private const int Side = 4;

    // Four columns and a few sums over so many rows stay in the first-level cache.
    private const int StretchRows = 512;

    public ReadOnlySpan<ReadOnlyMemory<TElement>> Columns;
    public int Start;
    public ReadOnlySpan<double> Origins;

    /// <summary>The rows.</summary>
    public int Rows;

    /// <summary>The vectors b, an entry a column each.</summary>
    public ReadOnlySpan<double> Betas;

    /// <summary>The number of vectors.</summary>
    public int Count;

    /// <summary>The sums, <see cref="Rows"/> numbers each.</summary>
    public Span<double> Etas;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>() where T : struct, ILanes<T>
    {
        // The coefficients of a tile, vector after vector; past the last vector and column stand zeros.
        Span<double> b = stackalloc double[Side * Side];
        for (var from = 0; from < Rows; from += StretchRows)
        {
            var to = Math.Min(from + StretchRows, Rows);
            var whole = to - (to - from) % T.Count;
            for (var j = 0; j < Columns.Length; j += Side)
            {
                var group = new ColumnGroup<TElement>(Columns, j, Start, Rows);
                for (var k = 0; k < Count; k += Side)
                {
                    b.Clear();
                    for (var r = k; r < Math.Min(k + Side, Count); r++)
                        Betas.Slice(r * Columns.Length + j, Math.Min(Side, Columns.Length - j)).CopyTo(b[((r - k) * Side)..]);
                    if (b.IndexOfAnyExcept(0.0) < 0) continue;
                    Tile<T>((nuint)from, (nuint)whole, j, k, group, ref b[0]);
                    if (whole < to) Tile<ScalarLane>((nuint)whole, (nuint)to, j, k, group, ref b[0]);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Tile<T>(nuint from, nuint to, int j, int k, ColumnGroup<TElement> x, ref double b) where T : struct, ILanes<T>
    {
        ref var e0 = ref Eta(k);
        ref var e1 = ref Eta(k + 1);
        ref var e2 = ref Eta(k + 2);
        ref var e3 = ref Eta(k + 3);
        var (o0, o1, o2, o3) = (T.Fill(Origins[j]), T.Fill(Origins[j + 1]), T.Fill(Origins[j + 2]), T.Fill(Origins[j + 3]));
        var (b00, b01, b02, b03) = (T.Fill(b), T.Fill(Unsafe.Add(ref b, 1)), T.Fill(Unsafe.Add(ref b, 2)), T.Fill(Unsafe.Add(ref b, 3)));
        var (b10, b11, b12, b13) = (T.Fill(Unsafe.Add(ref b, 4)), T.Fill(Unsafe.Add(ref b, 5)), T.Fill(Unsafe.Add(ref b, 6)), T.Fill(Unsafe.Add(ref b, 7)));
        var (b20, b21, b22, b23) = (T.Fill(Unsafe.Add(ref b, 8)), T.Fill(Unsafe.Add(ref b, 9)), T.Fill(Unsafe.Add(ref b, 10)), T.Fill(Unsafe.Add(ref b, 11)));
        var (b30, b31, b32, b33) = (T.Fill(Unsafe.Add(ref b, 12)), T.Fill(Unsafe.Add(ref b, 13)), T.Fill(Unsafe.Add(ref b, 14)), T.Fill(Unsafe.Add(ref b, 15)));
        for (var i = from; i < to; i += (nuint)T.Count)
        {
            var p = Elements.Load<T, TElement>(in x.X0, i) - o0;
            var q = Elements.Load<T, TElement>(in x.X1, i) - o1;
            var r = Elements.Load<T, TElement>(in x.X2, i) - o2;
            var s = Elements.Load<T, TElement>(in x.X3, i) - o3;
            T.Store(T.MultiplyAdd(s, b03, T.MultiplyAdd(r, b02, T.MultiplyAdd(q, b01, T.MultiplyAdd(p, b00, T.Load(in e0, i))))), ref e0, i);
            T.Store(T.MultiplyAdd(s, b13, T.MultiplyAdd(r, b12, T.MultiplyAdd(q, b11, T.MultiplyAdd(p, b10, T.Load(in e1, i))))), ref e1, i);
            T.Store(T.MultiplyAdd(s, b23, T.MultiplyAdd(r, b22, T.MultiplyAdd(q, b21, T.MultiplyAdd(p, b20, T.Load(in e2, i))))), ref e2, i);
            T.Store(T.MultiplyAdd(s, b33, T.MultiplyAdd(r, b32, T.MultiplyAdd(q, b31, T.MultiplyAdd(p, b30, T.Load(in e3, i))))), ref e3, i);
        }
    }

    // Past the last vector, the last one is taken again, to which zeros are added.
    private readonly ref double Eta(int k) => ref MemoryMarshal.GetReference(Etas.Slice(Math.Min(k, Count - 1) * Rows, Rows));
}
