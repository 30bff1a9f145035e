using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>Σw, Σwx, the least and the largest x of weight above 0, and then Σw(x − mean)², over a block that stays in the cache.</summary>
internal ref struct MomentsKernel : IKernel
{
    public ReadOnlySpan<double> X;
    public ReadOnlySpan<double> Weights;
    public double Weight, Mean, SumOfSquares, Least, Largest;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<T>() where T : struct, ILanes<T>
    {
        var rows = (nuint)X.Length;
        var whole = rows - rows % (nuint)T.Count;
        (Least, Largest) = (double.PositiveInfinity, double.NegativeInfinity);
        var sum = Sum<T>(0, whole) + Sum<ScalarLane>(whole, rows);
        if (Weights.IsEmpty) Weight = X.Length;
        Mean = Weight > 0 ? sum / Weight : 0;
        SumOfSquares = Squares<T>(0, whole) + Squares<ScalarLane>(whole, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Sum<T>(nuint from, nuint to) where T : struct, ILanes<T>
    {
        ref readonly var x = ref MemoryMarshal.GetReference(X);
        ref readonly var w = ref MemoryMarshal.GetReference(Weights);
        var isWeighted = !Weights.IsEmpty;
        var (sum, weight) = (T.Fill(0), T.Fill(0));
        var (least, largest) = (T.Fill(double.PositiveInfinity), T.Fill(double.NegativeInfinity));
        for (var i = from; i < to; i += (nuint)T.Count)
        {
            var value = T.Load(in x, i);
            if (isWeighted)
            {
                var part = T.Load(in w, i);
                weight += part;
                sum = T.MultiplyAdd(part, value, sum);
                least = T.Min(least, T.WhereAtLeast(T.Fill(0), part, T.Fill(double.PositiveInfinity), value));
                largest = T.Max(largest, T.WhereAtLeast(T.Fill(0), part, T.Fill(double.NegativeInfinity), value));
            }
            else
            {
                sum += value;
                least = T.Min(least, value);
                largest = T.Max(largest, value);
            }
        }
        Weight += T.Sum(weight);
        Least = Math.Min(Least, T.Least(least));
        Largest = Math.Max(Largest, -T.Least(T.Fill(0) - largest));
        return T.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double Squares<T>(nuint from, nuint to) where T : struct, ILanes<T>
    {
        ref readonly var x = ref MemoryMarshal.GetReference(X);
        ref readonly var w = ref MemoryMarshal.GetReference(Weights);
        var mean = T.Fill(Mean);
        var sum = T.Fill(0);
        for (var i = from; i < to; i += (nuint)T.Count)
        {
            var deviation = T.Load(in x, i) - mean;
            sum = T.MultiplyAdd(Weights.IsEmpty ? deviation : deviation * T.Load(in w, i), deviation, sum);
        }
        return T.Sum(sum);
    }
}
