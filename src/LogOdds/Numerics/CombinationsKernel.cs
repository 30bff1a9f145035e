using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>
/// Ηₖ ← Σⱼ bₖⱼ xⱼ for several vectors b over a few rows, four vectors and three registers of rows at a time: each number of X that is loaded
/// counts for four vectors, and each coefficient for all those rows.
/// </summary>
/// <remarks>
/// A vector's sum is one chain in the order of the columns, in which a coefficient of 0 changes nothing: it is the same bits whichever vectors
/// stand beside it.
/// </remarks>
internal ref struct CombinationsKernel : IKernel
{
    /// <summary>The vectors that are worked on at a time.</summary>
    public const int Vectors = 4;

    private const int Registers = Panel.Rows / 8;

    public ReadOnlySpan<double> Panels;

    /// <summary>The rows in all panels together.</summary>
    public int Rows;

    /// <summary>For each group of four vectors, the columns that it needs; group after group.</summary>
    public ReadOnlySpan<int> Needed;

    /// <summary>Where each group's columns end.</summary>
    public ReadOnlySpan<int> Ends;

    /// <summary>The vectors b.</summary>
    public ReadOnlySpan<double> Betas;

    /// <summary>The columns of a panel, and the entries of a vector b.</summary>
    public int Columns;

    /// <summary>The number of vectors.</summary>
    public int Count;

    /// <summary>The sums, <see cref="Rows"/> a vector.</summary>
    public Span<double> Etas;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<T>() where T : struct, ILanes<T>
    {
        Span<double> edge = stackalloc double[Vectors * Panel.Rows];
        var step = Registers * T.Count;
        var length = Panel.Length(Columns);
        for (var row = 0; row < Rows; row += step)
        {
            ref readonly var x = ref Unsafe.Add(ref MemoryMarshal.GetReference(Panels.Slice(row / Panel.Rows * length, length)), row % Panel.Rows);
            var rows = Math.Min(step, Rows - row);
            for (int group = 0, from = 0; group < Ends.Length; from = Ends[group++])
            {
                var first = group * Vectors;
                if (rows == step && first + Vectors <= Count)
                {
                    Tile<T>(in x, Needed[from..Ends[group]], first, ref Etas[first * Rows + row], (nuint)Rows);
                    continue;
                }
                // At the last rows and vectors, a part of the tile stands outside.
                Tile<T>(in x, Needed[from..Ends[group]], first, ref edge[0], Panel.Rows);
                for (var k = first; k < Math.Min(first + Vectors, Count); k++)
                    edge.Slice((k - first) * Panel.Rows, rows).CopyTo(Etas[(k * Rows + row)..]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Tile<T>(ref readonly double x, ReadOnlySpan<int> columns, int first, ref double eta, nuint stride) where T : struct, ILanes<T>
    {
        var s00 = T.Fill(0);
        T s01 = s00, s02 = s00, s10 = s00, s11 = s00, s12 = s00, s20 = s00, s21 = s00, s22 = s00, s30 = s00, s31 = s00, s32 = s00;
        var lanes = (nuint)T.Count;
        ref var b0 = ref Vector(first);
        ref var b1 = ref Vector(first + 1);
        ref var b2 = ref Vector(first + 2);
        ref var b3 = ref Vector(first + 3);
        foreach (var column in columns)
        {
            var at = (nuint)(column * Panel.Rows);
            var (x0, x1, x2) = (T.Load(in x, at), T.Load(in x, at + lanes), T.Load(in x, at + 2 * lanes));
            var c = T.Fill(Unsafe.Add(ref b0, column));
            s00 = T.MultiplyAdd(x0, c, s00);
            s01 = T.MultiplyAdd(x1, c, s01);
            s02 = T.MultiplyAdd(x2, c, s02);
            c = T.Fill(Unsafe.Add(ref b1, column));
            s10 = T.MultiplyAdd(x0, c, s10);
            s11 = T.MultiplyAdd(x1, c, s11);
            s12 = T.MultiplyAdd(x2, c, s12);
            c = T.Fill(Unsafe.Add(ref b2, column));
            s20 = T.MultiplyAdd(x0, c, s20);
            s21 = T.MultiplyAdd(x1, c, s21);
            s22 = T.MultiplyAdd(x2, c, s22);
            c = T.Fill(Unsafe.Add(ref b3, column));
            s30 = T.MultiplyAdd(x0, c, s30);
            s31 = T.MultiplyAdd(x1, c, s31);
            s32 = T.MultiplyAdd(x2, c, s32);
        }
        Store(s00, s01, s02, ref eta);
        Store(s10, s11, s12, ref Unsafe.Add(ref eta, stride));
        Store(s20, s21, s22, ref Unsafe.Add(ref eta, 2 * stride));
        Store(s30, s31, s32, ref Unsafe.Add(ref eta, 3 * stride));
    }

    // Past the last vector, the last one is taken again.
    private readonly ref double Vector(int k) => ref Unsafe.Add(ref MemoryMarshal.GetReference(Betas), Math.Min(k, Count - 1) * Columns);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T a, T b, T c, ref double target) where T : struct, ILanes<T>
    {
        T.Store(a, ref target, 0);
        T.Store(b, ref target, (nuint)T.Count);
        T.Store(c, ref target, 2 * (nuint)T.Count);
    }
}
