using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LogOdds.Numerics;

/// <summary>Level-1 kernels on spans of doubles. They are compiled for speed at once: a fit may be over before the runtime finds them hot.</summary>
internal static class VectorKernels
{
    /// <summary>Σ aᵢ bᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b);
        // Two chains hide the latency of the multiply-add.
        var even = Vector<double>.Zero;
        var odd = Vector<double>.Zero;
        var i = 0;
        for (; i + 1 < va.Length; i += 2)
        {
            even = Vector.FusedMultiplyAdd(va[i], vb[i], even);
            odd = Vector.FusedMultiplyAdd(va[i + 1], vb[i + 1], odd);
        }
        if (i < va.Length) even = Vector.FusedMultiplyAdd(va[i], vb[i], even);
        var sum = Vector.Sum(even + odd);
        for (i = va.Length * Vector<double>.Count; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    /// <summary>y ← y + scale·x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<double> y, double scale, ReadOnlySpan<double> x)
    {
        var vy = MemoryMarshal.Cast<double, Vector<double>>(y);
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        var vs = new Vector<double>(scale);
        for (var i = 0; i < vy.Length; i++) vy[i] = Vector.FusedMultiplyAdd(vs, vx[i], vy[i]);
        for (var i = vy.Length * Vector<double>.Count; i < y.Length; i++) y[i] += scale * x[i];
    }

    /// <summary>target ← a∘b, entry by entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> target)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b);
        var vt = MemoryMarshal.Cast<double, Vector<double>>(target);
        for (var i = 0; i < vt.Length; i++) vt[i] = va[i] * vb[i];
        for (var i = vt.Length * Vector<double>.Count; i < target.Length; i++) target[i] = a[i] * b[i];
    }

    /// <summary>target ← a/b, entry by entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Divide(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> target)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b);
        var vt = MemoryMarshal.Cast<double, Vector<double>>(target);
        for (var i = 0; i < vt.Length; i++) vt[i] = va[i] / vb[i];
        for (var i = vt.Length * Vector<double>.Count; i < target.Length; i++) target[i] = a[i] / b[i];
    }

    /// <summary>y ← y + x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<double> y, ReadOnlySpan<double> x)
    {
        var vy = MemoryMarshal.Cast<double, Vector<double>>(y);
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        for (var i = 0; i < vy.Length; i++) vy[i] += vx[i];
        for (var i = vy.Length * Vector<double>.Count; i < y.Length; i++) y[i] += x[i];
    }

    /// <summary>y ← scale·y + a∘x, entry by entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaleAndAdd(Span<double> y, double scale, ReadOnlySpan<double> a, ReadOnlySpan<double> x)
    {
        var vy = MemoryMarshal.Cast<double, Vector<double>>(y);
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        var vs = new Vector<double>(scale);
        for (var i = 0; i < vy.Length; i++) vy[i] = Vector.FusedMultiplyAdd(vs, vy[i], va[i] * vx[i]);
        for (var i = vy.Length * Vector<double>.Count; i < y.Length; i++) y[i] = scale * y[i] + a[i] * x[i];
    }

    /// <summary>Σ dᵢ xᵢ².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares(ReadOnlySpan<double> x, ReadOnlySpan<double> d)
    {
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        var vd = MemoryMarshal.Cast<double, Vector<double>>(d);
        var (even, odd) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i + 1 < vx.Length; i += 2)
        {
            even = Vector.FusedMultiplyAdd(vx[i] * vx[i], vd[i], even);
            odd = Vector.FusedMultiplyAdd(vx[i + 1] * vx[i + 1], vd[i + 1], odd);
        }
        if (i < vx.Length) even = Vector.FusedMultiplyAdd(vx[i] * vx[i], vd[i], even);
        var sum = Vector.Sum(even + odd);
        for (i = vx.Length * Vector<double>.Count; i < x.Length; i++) sum += x[i] * x[i] * d[i];
        return sum;
    }

    /// <summary>y ← y + constant, entry by entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddConstant(Span<double> y, double constant)
    {
        var vy = MemoryMarshal.Cast<double, Vector<double>>(y);
        var vc = new Vector<double>(constant);
        for (var i = 0; i < vy.Length; i++) vy[i] += vc;
        for (var i = vy.Length * Vector<double>.Count; i < y.Length; i++) y[i] += constant;
    }

    /// <summary>y ← scale·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(Span<double> y, double scale)
    {
        var vy = MemoryMarshal.Cast<double, Vector<double>>(y);
        for (var i = 0; i < vy.Length; i++) vy[i] *= scale;
        for (var i = vy.Length * Vector<double>.Count; i < y.Length; i++) y[i] *= scale;
    }

    /// <summary>maxᵢ |xᵢ|; NaN when any entry is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double MaxAbs(ReadOnlySpan<double> x)
    {
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        var largest = Vector<double>.Zero;
        foreach (var value in vx) largest = Vector.Max(largest, Vector.Abs(value));
        var max = 0.0;
        for (var i = 0; i < Vector<double>.Count; i++) max = Math.Max(max, largest[i]);
        for (var i = vx.Length * Vector<double>.Count; i < x.Length; i++) max = Math.Max(max, Math.Abs(x[i]));
        return max;
    }

    /// <summary>Whether no entry is NaN or infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreFinite(ReadOnlySpan<double> x)
    {
        // 0·x is 0 for what is finite and NaN for what is not, and a NaN stays in a sum.
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        var (even, odd) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i + 1 < vx.Length; i += 2)
        {
            even = Vector.FusedMultiplyAdd(vx[i], Vector<double>.Zero, even);
            odd = Vector.FusedMultiplyAdd(vx[i + 1], Vector<double>.Zero, odd);
        }
        if (i < vx.Length) even = Vector.FusedMultiplyAdd(vx[i], Vector<double>.Zero, even);
        var sum = Vector.Sum(even + odd);
        for (i = vx.Length * Vector<double>.Count; i < x.Length; i++) sum += 0 * x[i];
        return sum == 0;
    }

    /// <summary>Whether every entry is 0 or 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreZeroOrOne(ReadOnlySpan<double> x)
    {
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        foreach (var value in vx)
            if (!Vector.EqualsAll(value * value, value)) return false;
        for (var i = vx.Length * Vector<double>.Count; i < x.Length; i++)
            if (x[i] * x[i] != x[i]) return false;
        return true;
    }

    /// <summary>Whether every entry is in [0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AreWithinUnit(ReadOnlySpan<double> x)
    {
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        foreach (var value in vx)
            if (!(Vector.GreaterThanOrEqualAll(value, Vector<double>.Zero) && Vector.LessThanOrEqualAll(value, Vector<double>.One))) return false;
        for (var i = vx.Length * Vector<double>.Count; i < x.Length; i++)
            if (!(x[i] is >= 0 and <= 1)) return false;
        return true;
    }

    /// <summary>Σ xᵢ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<double> x)
    {
        var vx = MemoryMarshal.Cast<double, Vector<double>>(x);
        var (even, odd) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i + 1 < vx.Length; i += 2)
        {
            even += vx[i];
            odd += vx[i + 1];
        }
        if (i < vx.Length) even += vx[i];
        var sum = Vector.Sum(even + odd);
        for (i = vx.Length * Vector<double>.Count; i < x.Length; i++) sum += x[i];
        return sum;
    }
}
