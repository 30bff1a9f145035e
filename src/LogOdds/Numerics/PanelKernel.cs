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
        var length = (nuint)(PanelRows * Chosen.Length);
        var whole = Rows - Rows % PanelRows;
        for (var k = 0; k < Chosen.Length; k++)
        {
            var origin = Origins[Chosen[k]];
            ref readonly var x = ref MemoryMarshal.GetReference(Columns[Chosen[k]].Span.Slice(Start, Rows));
            // Down to the last whole panel there is nothing to look at: most of the time goes into these few instructions.
            ref var panel = ref Panels[k * PanelRows];
            for (nuint row = 0; row < (nuint)whole; row += (nuint)PanelRows)
            {
                Walk<T>((nuint)PanelRows, in Unsafe.Add(ref Unsafe.AsRef(in x), row), origin, ref panel);
                panel = ref Unsafe.Add(ref panel, length);
            }
            if (whole == Rows) continue;
            var rest = (nuint)(Rows - whole);
            var last = Panels.Slice(whole / PanelRows * (int)length + k * PanelRows, PanelRows);
            var lanes = rest - rest % (nuint)T.Count;
            Walk<T>(lanes, in Unsafe.Add(ref Unsafe.AsRef(in x), whole), origin, ref last[0]);
            if (lanes < rest) Walk<ScalarLane>(rest - lanes, in Unsafe.Add(ref Unsafe.AsRef(in x), (nuint)whole + lanes), origin, ref last[(int)lanes]);
            last[(int)rest..].Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Walk<T>(nuint rows, ref readonly TElement x, double origin, ref double panel) where T : struct, ILanes<T>
    {
        var o = T.Fill(origin);
        for (nuint i = 0; i < rows; i += (nuint)T.Count) T.Store(Elements.Load<T, TElement>(in x, i) - o, ref panel, i);
    }
}
