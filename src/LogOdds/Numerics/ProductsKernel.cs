using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>
/// gₖⱼ ← gₖⱼ + Σᵢ xᵢⱼ rₖᵢ for several vectors r over rows in panels (<see cref="PanelKernel{TElement}"/>), in tiles of four columns and four vectors
/// whose sums stay in registers from panel to panel.
/// </summary>
internal ref struct ProductsKernel : IKernel
{
    // Columns that are taken at a time: with four vectors they stay in the first-level cache.
    private const int StripColumns = 16;

    public ReadOnlySpan<double> Panels;
    public int ColumnCount;
    public int Rows;

    /// <summary>The vectors r, <see cref="Rows"/> numbers each.</summary>
    public ReadOnlySpan<double> Residuals;

    /// <summary>The number of vectors.</summary>
    public int Count;

    /// <summary>The sums, <see cref="ColumnCount"/> a vector.</summary>
    public Span<double> Gradients;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>() where T : struct, ILanes<T>
    {
        const int side = CrossProducts.Side;
        Span<double> edge = stackalloc double[side * side];
        // The residuals of the last panel, filled up with zeros.
        Span<double> last = stackalloc double[side * Panel.Rows];
        last.Clear();
        var whole = Rows / Panel.Rows;
        for (var strip = 0; strip < ColumnCount; strip += StripColumns)
        {
            var end = Math.Min(strip + StripColumns, ColumnCount);
            for (var k = 0; k < Count; k += side)
            {
                for (var r = 0; r < side && whole * Panel.Rows < Rows; r++) Residual(k + r)[(whole * Panel.Rows)..Rows].CopyTo(last[(r * Panel.Rows)..]);
                for (var j = strip; j < end; j += side)
                {
                    if (k + side <= Count && j + side <= ColumnCount)
                    {
                        ref var g = ref Gradients[k * ColumnCount + j];
                        Tile<T>(k, j, whole, ref last[0], ref g, (nuint)ColumnCount);
                        continue;
                    }
                    // At the last vectors and columns, a part of the tile stands outside.
                    edge.Clear();
                    Tile<T>(k, j, whole, ref last[0], ref edge[0], side);
                    for (var r = k; r < Math.Min(k + side, Count); r++)
                        for (var s = j; s < Math.Min(j + side, ColumnCount); s++)
                            Gradients[r * ColumnCount + s] += edge[(r - k) * side + s - j];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Tile<T>(int k, int j, int whole, ref double last, ref double g, nuint stride) where T : struct, ILanes<T>
    {
        var c00 = T.Fill(0);
        T c01 = c00, c02 = c00, c03 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00;
        T c20 = c00, c21 = c00, c22 = c00, c23 = c00, c30 = c00, c31 = c00, c32 = c00, c33 = c00;
        var (length, panels) = ((nuint)Panel.Length(ColumnCount), Panel.Count(Rows));
        scoped ref var x = ref Unsafe.Add(ref MemoryMarshal.GetReference(Panels), j * Panel.Rows);
        scoped ref var r0 = ref MemoryMarshal.GetReference(Residual(k));
        scoped ref var r1 = ref MemoryMarshal.GetReference(Residual(k + 1));
        scoped ref var r2 = ref MemoryMarshal.GetReference(Residual(k + 2));
        scoped ref var r3 = ref MemoryMarshal.GetReference(Residual(k + 3));
        for (var panel = 0; panel < panels; panel++)
        {
            if (panel == whole)
            {
                r0 = ref last;
                r1 = ref Unsafe.Add(ref last, Panel.Rows);
                r2 = ref Unsafe.Add(ref last, 2 * Panel.Rows);
                r3 = ref Unsafe.Add(ref last, 3 * Panel.Rows);
            }
            for (nuint i = 0; i < Panel.Rows; i += (nuint)T.Count)
            {
                var (p, q, r, s) = (T.Load(in x, i), T.Load(in x, i + Panel.Rows), T.Load(in x, i + 2 * Panel.Rows), T.Load(in x, i + 3 * Panel.Rows));
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
            x = ref Unsafe.Add(ref x, length);
            r0 = ref Unsafe.Add(ref r0, Panel.Rows);
            r1 = ref Unsafe.Add(ref r1, Panel.Rows);
            r2 = ref Unsafe.Add(ref r2, Panel.Rows);
            r3 = ref Unsafe.Add(ref r3, Panel.Rows);
        }
        T.AddSums(c00, c01, c02, c03, ref g);
        T.AddSums(c10, c11, c12, c13, ref Unsafe.Add(ref g, stride));
        T.AddSums(c20, c21, c22, c23, ref Unsafe.Add(ref g, 2 * stride));
        T.AddSums(c30, c31, c32, c33, ref Unsafe.Add(ref g, 3 * stride));
    }

    // Past the last vector, the last one is taken again.
    private readonly ReadOnlySpan<double> Residual(int k) => Residuals.Slice(Math.Min(k, Count - 1) * Rows, Rows);
}
