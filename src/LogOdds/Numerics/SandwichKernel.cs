using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>
/// H ← H + Aᵀ diag(d) A for a slab of rows, packed (<see cref="PackedSymmetric"/>). The columns of A lie one behind the other in
/// <see cref="Columns"/>, <see cref="Stride"/> apart, and times d in <see cref="Weighted"/>; both are filled up with columns of
/// zeros to whole tiles.
/// </summary>
internal ref struct SandwichKernel : IKernel
{
    // Columns of a panel: with a strip of four weighted columns they stay in the first-level cache.
    private const int PanelColumns = 16;

    public int ColumnCount;
    public int Rows;
    public int Stride;
    public Span<double> Columns;
    public Span<double> Weighted;
    public Span<double> PackedHessian;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<T>() where T : struct, ILanes<T>
    {
        Span<double> edge = stackalloc double[CrossProducts.Side * CrossProducts.Side];
        ref var columns = ref MemoryMarshal.GetReference(Columns);
        ref var weighted = ref MemoryMarshal.GetReference(Weighted);
        for (var panel = 0; panel < ColumnCount; panel += PanelColumns)
        {
            var end = Math.Min(panel + PanelColumns, ColumnCount);
            for (var i = panel; i < ColumnCount; i += CrossProducts.Side)
            {
                ref var a = ref Unsafe.Add(ref weighted, (nuint)i * (nuint)Stride);
                for (var j = panel; j < end && j <= i; j += CrossProducts.Side)
                {
                    ref var b = ref Unsafe.Add(ref columns, (nuint)j * (nuint)Stride);
                    if (j < i && i + CrossProducts.Side <= ColumnCount)
                    {
                        Tile<T>(ref a, ref b, ref PackedHessian[PackedSymmetric.Row(i) + j], ref PackedHessian[PackedSymmetric.Row(i + 1) + j],
                            ref PackedHessian[PackedSymmetric.Row(i + 2) + j], ref PackedHessian[PackedSymmetric.Row(i + 3) + j]);
                        continue;
                    }
                    // On the diagonal and at the last rows, a part of the tile stands outside the triangle.
                    edge.Clear();
                    Tile<T>(ref a, ref b, ref edge[0], ref edge[4], ref edge[8], ref edge[12]);
                    for (var r = i; r < Math.Min(i + CrossProducts.Side, ColumnCount); r++)
                        for (var s = j; s < j + CrossProducts.Side && s <= r; s++)
                            PackedHessian[PackedSymmetric.Row(r) + s] += edge[(r - i) * CrossProducts.Side + s - j];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Tile<T>(ref double a, ref double b, ref double c0, ref double c1, ref double c2, ref double c3) where T : struct, ILanes<T> =>
        CrossProducts.Tile<T>(ref a, ref Unsafe.Add(ref a, Stride), ref Unsafe.Add(ref a, 2 * Stride), ref Unsafe.Add(ref a, 3 * Stride),
            ref b, ref Unsafe.Add(ref b, Stride), ref Unsafe.Add(ref b, 2 * Stride), ref Unsafe.Add(ref b, 3 * Stride), Rows, ref c0, ref c1, ref c2, ref c3);
}
