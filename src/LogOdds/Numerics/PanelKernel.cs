using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>Some columns about their origins over a stretch of rows, put into panels of a few rows: in a panel column after column.</summary>
internal ref struct PanelKernel<TElement> : IKernel where TElement : unmanaged
{
    public ReadOnlySpan<ReadOnlyMemory<TElement>> Columns;
    public ReadOnlySpan<double> Origins;

    /// <summary>The columns that are wanted.</summary>
    public ReadOnlySpan<int> Chosen;

    public int Start;
    public int Rows;

    /// <summary>The rows of a panel, a multiple of eight; the last panel is filled up with zeros.</summary>
    public int PanelRows;

    /// <summary>Receives the panels, one behind the other.</summary>
    public Span<double> Panels;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>() where T : struct, ILanes<T>
    {
        for (var k = 0; k < Chosen.Length; k++)
        {
            var origin = Origins[Chosen[k]];
            ref readonly var x = ref MemoryMarshal.GetReference(Columns[Chosen[k]].Span.Slice(Start, Rows));
            for (int row = 0, target = k * PanelRows; row < Rows; row += PanelRows, target += PanelRows * Chosen.Length)
            {
                var panel = Panels.Slice(target, PanelRows);
                var rows = (nuint)Math.Min(PanelRows, Rows - row);
                var whole = rows - rows % (nuint)T.Count;
                Walk<T>(0, whole, in Unsafe.Add(ref Unsafe.AsRef(in x), row), origin, ref panel[0]);
                Walk<ScalarLane>(whole, rows, in Unsafe.Add(ref Unsafe.AsRef(in x), row), origin, ref panel[0]);
                panel[(int)rows..].Clear();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Walk<T>(nuint from, nuint to, ref readonly TElement x, double origin, ref double panel) where T : struct, ILanes<T>
    {
        var o = T.Fill(origin);
        for (var i = from; i < to; i += (nuint)T.Count) T.Store(Elements.Load<T, TElement>(in x, i) - o, ref panel, i);
    }
}
