using System.Runtime.CompilerServices;

namespace LogOdds.Numerics;

/// <summary>
/// Dot products of four vectors with four others, sixteen at a time in registers, so that each number loaded is used four
/// times: the inner loop of Xᵀ diag(d) X and of the Cholesky factor and its inverse alike.
/// </summary>
internal static class CrossProducts
{
    /// <summary>The side of a tile.</summary>
    public const int Side = 4;

    /// <summary>Adds Σₖ aᵣ[k] bₛ[k], k = 0 … length − 1, to the entry s of row r of a tile; <c>c0</c> … <c>c3</c> are where its rows begin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile<T>(ref double a0, ref double a1, ref double a2, ref double a3,
        ref double b0, ref double b1, ref double b2, ref double b3, int length,
        ref double c0, ref double c1, ref double c2, ref double c3) where T : struct, ILanes<T>
    {
        var c00 = T.Fill(0);
        T c01 = c00, c02 = c00, c03 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00;
        T c20 = c00, c21 = c00, c22 = c00, c23 = c00, c30 = c00, c31 = c00, c32 = c00, c33 = c00;
        var whole = (nuint)(length - length % T.Count);
        nuint k = 0;
        for (; k < whole; k += (nuint)T.Count)
        {
            var (p, q, r, s) = (T.Load(in b0, k), T.Load(in b1, k), T.Load(in b2, k), T.Load(in b3, k));
            var a = T.Load(in a0, k);
            c00 = T.MultiplyAdd(a, p, c00);
            c01 = T.MultiplyAdd(a, q, c01);
            c02 = T.MultiplyAdd(a, r, c02);
            c03 = T.MultiplyAdd(a, s, c03);
            a = T.Load(in a1, k);
            c10 = T.MultiplyAdd(a, p, c10);
            c11 = T.MultiplyAdd(a, q, c11);
            c12 = T.MultiplyAdd(a, r, c12);
            c13 = T.MultiplyAdd(a, s, c13);
            a = T.Load(in a2, k);
            c20 = T.MultiplyAdd(a, p, c20);
            c21 = T.MultiplyAdd(a, q, c21);
            c22 = T.MultiplyAdd(a, r, c22);
            c23 = T.MultiplyAdd(a, s, c23);
            a = T.Load(in a3, k);
            c30 = T.MultiplyAdd(a, p, c30);
            c31 = T.MultiplyAdd(a, q, c31);
            c32 = T.MultiplyAdd(a, r, c32);
            c33 = T.MultiplyAdd(a, s, c33);
        }
        T.AddSums(c00, c01, c02, c03, ref c0);
        T.AddSums(c10, c11, c12, c13, ref c1);
        T.AddSums(c20, c21, c22, c23, ref c2);
        T.AddSums(c30, c31, c32, c33, ref c3);
        for (; k < (nuint)length; k++)
        {
            var (p, q, r, s) = (Unsafe.Add(ref b0, k), Unsafe.Add(ref b1, k), Unsafe.Add(ref b2, k), Unsafe.Add(ref b3, k));
            AddRow(ref c0, Unsafe.Add(ref a0, k), p, q, r, s);
            AddRow(ref c1, Unsafe.Add(ref a1, k), p, q, r, s);
            AddRow(ref c2, Unsafe.Add(ref a2, k), p, q, r, s);
            AddRow(ref c3, Unsafe.Add(ref a3, k), p, q, r, s);
        }
    }

    private static void AddRow(ref double row, double a, double p, double q, double r, double s)
    {
        row += a * p;
        Unsafe.Add(ref row, 1) += a * q;
        Unsafe.Add(ref row, 2) += a * r;
        Unsafe.Add(ref row, 3) += a * s;
    }
}
