namespace LogOdds.Numerics;

/// <summary>The Cholesky factor L of a packed symmetric positive definite matrix A = L Lᵀ.</summary>
internal sealed class PackedCholesky
{
    private readonly double[] _factor;

    private PackedCholesky(int n, double[] factor)
    {
        Size = n;
        _factor = factor;
    }

    /// <summary>The number of rows.</summary>
    public int Size { get; }

    /// <summary>
    /// Factors <paramref name="packed"/> (n×n, <see cref="PackedSymmetric"/>), or returns null when it is not numerically
    /// positive definite: a pivot has lost all but <paramref name="relativePivot"/> of its diagonal entry.
    /// </summary>
    public static PackedCholesky? TryFactor(int n, ReadOnlySpan<double> packed, double relativePivot = 1e-15)
    {
        var factor = packed.ToArray();
        for (var i = 0; i < n; i++)
        {
            var rowI = factor.AsSpan(PackedSymmetric.Row(i), i + 1);
            for (var j = 0; j < i; j++)
            {
                var rowJ = factor.AsSpan(PackedSymmetric.Row(j), j + 1);
                rowI[j] = (rowI[j] - VectorKernels.Dot(rowI[..j], rowJ[..j])) / rowJ[j];
            }
            var diagonal = rowI[i];
            var pivot = diagonal - VectorKernels.Dot(rowI[..i], rowI[..i]);
            if (!(pivot > relativePivot * diagonal)) return null;
            rowI[i] = Math.Sqrt(pivot);
        }
        return new PackedCholesky(n, factor);
    }

    /// <summary>Overwrites <paramref name="vector"/> with A⁻¹ times it.</summary>
    public void Solve(Span<double> vector)
    {
        for (var i = 0; i < Size; i++)
        {
            var row = _factor.AsSpan(PackedSymmetric.Row(i), i + 1);
            vector[i] = (vector[i] - VectorKernels.Dot(row[..i], vector[..i])) / row[i];
        }
        for (var i = Size - 1; i >= 0; i--)
        {
            var row = _factor.AsSpan(PackedSymmetric.Row(i), i + 1);
            vector[i] /= row[i];
            VectorKernels.AddScaled(vector[..i], -vector[i], row[..i]);
        }
    }

    /// <summary>A⁻¹, packed.</summary>
    public double[] Inverse()
    {
        var inverse = new double[PackedSymmetric.Length(Size)];
        var column = new double[Size];
        for (var j = 0; j < Size; j++)
        {
            Array.Clear(column);
            column[j] = 1;
            Solve(column);
            for (var i = j; i < Size; i++) inverse[PackedSymmetric.Index(i, j)] = column[i];
        }
        return inverse;
    }
}
