using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>
/// gₖⱼ ← gₖⱼ + Σᵢ xᵢⱼ rₖᵢ for several vectors r over a slab of rows, in tiles of four columns and four vectors. The columns lie one behind the other,
/// <see cref="Stride"/> apart, filled up to whole tiles.
/// </summary>
internal ref struct ProductsKernel : IKernel
{
    // Columns of a panel: with four vectors they stay in the first-level cache.
    private const int PanelColumns = 16;

    public ReadOnlySpan<double> Columns;
    public int Stride;
    public int ColumnCount;
    public int Rows;

    /// <summary>The vectors r, <see cref="ResidualStride"/> apart.</summary>
    public ReadOnlySpan<double> Residuals;

    public int ResidualStride;

    /// <summary>The number of vectors.</summary>
    public int Count;

    /// <summary>The sums, <see cref="ColumnCount"/> a vector.</summary>
    public Span<double> Gradients;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>() where T : struct, ILanes<T>
    {
        Span<double> edge = stackalloc double[CrossProducts.Side * CrossProducts.Side];
        for (var panel = 0; panel < ColumnCount; panel += PanelColumns)
        {
            var end = Math.Min(panel + PanelColumns, ColumnCount);
            for (var k = 0; k < Count; k += CrossProducts.Side)
            {
                for (var j = panel; j < end; j += CrossProducts.Side)
                {
                    if (k + CrossProducts.Side <= Count && j + CrossProducts.Side <= ColumnCount)
                    {
                        ref var g = ref Gradients[k * ColumnCount + j];
                        Tile<T>(k, j, ref g, ref Unsafe.Add(ref g, ColumnCount), ref Unsafe.Add(ref g, 2 * ColumnCount), ref Unsafe.Add(ref g, 3 * ColumnCount));
                        continue;
                    }
                    // At the last vectors and columns, a part of the tile stands outside.
                    edge.Clear();
                    Tile<T>(k, j, ref edge[0], ref edge[4], ref edge[8], ref edge[12]);
                    for (var r = k; r < Math.Min(k + CrossProducts.Side, Count); r++)
                        for (var s = j; s < Math.Min(j + CrossProducts.Side, ColumnCount); s++)
                            Gradients[r * ColumnCount + s] += edge[(r - k) * CrossProducts.Side + s - j];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Tile<T>(int k, int j, ref double c0, ref double c1, ref double c2, ref double c3) where T : struct, ILanes<T>
    {
        ref var b = ref Unsafe.Add(ref MemoryMarshal.GetReference(Columns), j * Stride);
        CrossProducts.Tile<T>(ref Residual(k), ref Residual(k + 1), ref Residual(k + 2), ref Residual(k + 3),
            ref b, ref Unsafe.Add(ref b, Stride), ref Unsafe.Add(ref b, 2 * Stride), ref Unsafe.Add(ref b, 3 * Stride), Rows, ref c0, ref c1, ref c2, ref c3);
    }

    // Past the last vector, the last one is taken again.
    private readonly ref double Residual(int k) => ref Unsafe.Add(ref MemoryMarshal.GetReference(Residuals), Math.Min(k, Count - 1) * ResidualStride);
}
