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

    /// <summary>products[4r + s] ← Σₖ aᵣ[k] bₛ[k], k = 0 … length − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Tile<T>(ref double a0, ref double a1, ref double a2, ref double a3,
        ref double b0, ref double b1, ref double b2, ref double b3, int length, ref double products) where T : struct, ILanes<T>
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
        Put(ref products, 0, T.Sum(c00), T.Sum(c01), T.Sum(c02), T.Sum(c03));
        Put(ref products, 4, T.Sum(c10), T.Sum(c11), T.Sum(c12), T.Sum(c13));
        Put(ref products, 8, T.Sum(c20), T.Sum(c21), T.Sum(c22), T.Sum(c23));
        Put(ref products, 12, T.Sum(c30), T.Sum(c31), T.Sum(c32), T.Sum(c33));
        for (; k < (nuint)length; k++)
        {
            var (p, q, r, s) = (Unsafe.Add(ref b0, k), Unsafe.Add(ref b1, k), Unsafe.Add(ref b2, k), Unsafe.Add(ref b3, k));
            AddRow(ref products, 0, Unsafe.Add(ref a0, k), p, q, r, s);
            AddRow(ref products, 4, Unsafe.Add(ref a1, k), p, q, r, s);
            AddRow(ref products, 8, Unsafe.Add(ref a2, k), p, q, r, s);
            AddRow(ref products, 12, Unsafe.Add(ref a3, k), p, q, r, s);
        }
    }

    private static void Put(ref double products, nuint at, double p, double q, double r, double s)
    {
        Unsafe.Add(ref products, at) = p;
        Unsafe.Add(ref products, at + 1) = q;
        Unsafe.Add(ref products, at + 2) = r;
        Unsafe.Add(ref products, at + 3) = s;
    }

    private static void AddRow(ref double products, nuint at, double a, double p, double q, double r, double s)
    {
        Unsafe.Add(ref products, at) += a * p;
        Unsafe.Add(ref products, at + 1) += a * q;
        Unsafe.Add(ref products, at + 2) += a * r;
        Unsafe.Add(ref products, at + 3) += a * s;
    }
}
