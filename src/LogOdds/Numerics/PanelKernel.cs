using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>Columns about their origins over a stretch of rows, put into panels of a few rows: in a panel column after column.</summary>
internal ref struct PanelKernel<TElement> : IKernel where TElement : unmanaged
{
    public ReadOnlySpan<ReadOnlyMemory<TElement>> Columns;
    public ReadOnlySpan<double> Origins;

    public int Start;
    public int Rows;

    /// <summary>Receives the panels, one behind the other, of <see cref="Panel.Length"/> numbers each. The last one is filled up with zeros; so are those behind the last column.</summary>
    public Span<double> Panels;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>() where T : struct, ILanes<T>
    {
        var length = Panel.Length(Columns.Length);
        var whole = Rows - Rows % Panel.Rows;
        for (var k = 0; k < Columns.Length; k++)
        {
            var origin = Origins[k];
            ref readonly var x = ref MemoryMarshal.GetReference(Columns[k].Span.Slice(Start, Rows));
            // Down to the last whole panel there is nothing to look at: most of the time goes into these few instructions.
            ref var panel = ref Unsafe.Add(ref MemoryMarshal.GetReference(Panels), k * Panel.Rows);
            for (nuint row = 0; row < (nuint)whole; row += Panel.Rows)
            {
                Walk<T>(Panel.Rows, in Unsafe.Add(ref Unsafe.AsRef(in x), row), origin, ref panel);
                panel = ref Unsafe.Add(ref panel, (nuint)length);
            }
            if (whole == Rows) continue;
            var rest = (nuint)(Rows - whole);
            var last = Panels.Slice(whole / Panel.Rows * length + k * Panel.Rows, Panel.Rows);
            var lanes = rest - rest % (nuint)T.Count;
            Walk<T>(lanes, in Unsafe.Add(ref Unsafe.AsRef(in x), whole), origin, ref last[0]);
            if (lanes < rest) Walk<ScalarLane>(rest - lanes, in Unsafe.Add(ref Unsafe.AsRef(in x), (nuint)whole + lanes), origin, ref last[(int)lanes]);
            last[(int)rest..].Clear();
        }
        for (var panel = 0; panel < Panels.Length; panel += length) Panels.Slice(panel, length)[(Columns.Length * Panel.Rows)..].Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Walk<T>(nuint rows, ref readonly TElement x, double origin, ref double panel) where T : struct, ILanes<T>
    {
        var o = T.Fill(origin);
        for (nuint i = 0; i < rows; i += (nuint)T.Count) T.Store(Elements.Load<T, TElement>(in x, i) - o, ref panel, i);
    }
}
