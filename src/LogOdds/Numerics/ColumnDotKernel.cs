using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>Σᵢ (xᵢ − o) rᵢ for one column.</summary>
internal ref struct ColumnDotKernel<TElement> : IKernel where TElement : unmanaged
{
    public ReadOnlySpan<TElement> X;
    public double Origin;
    public ReadOnlySpan<double> Rows;
    public double Sum;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<T>() where T : struct, ILanes<T>
    {
        ref readonly var x = ref MemoryMarshal.GetReference(X);
        ref readonly var r = ref MemoryMarshal.GetReference(Rows);
        var rows = (nuint)Rows.Length;
        var step = (nuint)T.Count;
        var origin = T.Fill(Origin);
        // Four chains hide the latency of the multiply-add.
        var s0 = T.Fill(0);
        T s1 = s0, s2 = s0, s3 = s0;
        nuint i = 0;
        for (; i + 4 * step <= rows; i += 4 * step)
        {
            s0 = T.MultiplyAdd(Elements.Load<T, TElement>(in x, i) - origin, T.Load(in r, i), s0);
            s1 = T.MultiplyAdd(Elements.Load<T, TElement>(in x, i + step) - origin, T.Load(in r, i + step), s1);
            s2 = T.MultiplyAdd(Elements.Load<T, TElement>(in x, i + 2 * step) - origin, T.Load(in r, i + 2 * step), s2);
            s3 = T.MultiplyAdd(Elements.Load<T, TElement>(in x, i + 3 * step) - origin, T.Load(in r, i + 3 * step), s3);
        }
        for (; i + step <= rows; i += step) s0 = T.MultiplyAdd(Elements.Load<T, TElement>(in x, i) - origin, T.Load(in r, i), s0);
        Sum = T.Sum((s0 + s1) + (s2 + s3));
        var rest = new ScalarLane(0);
        for (; i < rows; i++) rest = ScalarLane.MultiplyAdd(Elements.Load<ScalarLane, TElement>(in x, i) - new ScalarLane(Origin), ScalarLane.Load(in r, i), rest);
        Sum += ScalarLane.Sum(rest);
    }
}
