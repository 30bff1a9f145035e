namespace LogOdds.Numerics;

/// <summary>
/// Symmetric matrices held as their lower triangle, row after row: entry (i, j), j ≤ i, stands at i(i+1)/2 + j.
/// The leading k×k block is a prefix, so a matrix grows by appending rows.
/// </summary>
internal static class PackedSymmetric
{
    /// <summary>The number of stored entries of an n×n matrix.</summary>
    public static int Length(int n) => checked(n * (n + 1) / 2);

    /// <summary>Where row <paramref name="i"/> starts.</summary>
    public static int Row(int i) => i * (i + 1) / 2;

    /// <summary>Where entry (<paramref name="i"/>, <paramref name="j"/>) stands, in either order.</summary>
    public static int Index(int i, int j) => i >= j ? Row(i) + j : Row(j) + i;

    /// <summary>All n×n entries, row after row.</summary>
    public static double[] Unpacked(ReadOnlySpan<double> packed, int n)
    {
        var square = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var row = packed.Slice(Row(i), i + 1);
            row.CopyTo(square.AsSpan(i * n));
            for (var j = 0; j < i; j++) square[j * n + i] = row[j];
        }
        return square;
    }

    /// <summary>y ← A x.</summary>
    public static void Multiply(ReadOnlySpan<double> packed, ReadOnlySpan<double> x, Span<double> y)
    {
        for (var i = 0; i < x.Length; i++)
        {
            // The row counts for its own entry, and as a column for those before it.
            var row = packed.Slice(Row(i), i + 1);
            y[i] = VectorKernels.Dot(row, x[..(i + 1)]);
            VectorKernels.AddScaled(y[..i], x[i], row[..i]);
        }
    }
}
