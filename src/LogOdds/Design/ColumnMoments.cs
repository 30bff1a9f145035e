using LogOdds.Data;

namespace LogOdds.Design;

/// <summary>Weighted mean and spread of each design column.</summary>
internal sealed class ColumnMoments
{
    private const int BlockRows = 1024;

    private ColumnMoments(int columns)
    {
        Means = new double[columns];
        SumsOfSquares = new double[columns];
        IsConstant = new bool[columns];
    }

    /// <summary>Σ w x / Σ w.</summary>
    public double[] Means { get; }

    /// <summary>Σ w (x − mean)².</summary>
    public double[] SumsOfSquares { get; }

    /// <summary>Whether the column has one value in all rows of weight above 0, so that it repeats the intercept.</summary>
    public bool[] IsConstant { get; }

    /// <summary>Σ w.</summary>
    public double TotalWeight { get; private init; }

    /// <summary>Two walks down each column: the mean first, then the squares about it, so that nothing cancels.</summary>
    public static ColumnMoments Compute(int rows, int columns, ColumnReader read, ReadOnlyMemory<double> weights, int threads = 0)
    {
        var total = weights.IsEmpty ? rows : Numerics.VectorKernels.Sum(weights.Span);
        var moments = new ColumnMoments(columns) { TotalWeight = total };
        Parallel.For(0, columns, new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : -1 }, j =>
        {
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            var sum = Sum(rows, j, read, weights.Span, x =>
            {
                low = Math.Min(low, x);
                high = Math.Max(high, x);
                return x;
            });
            var mean = sum / total;
            // The rounding of the first mean is mended by the mean of what is left about it.
            mean += Sum(rows, j, read, weights.Span, x => x - mean) / total;
            moments.Means[j] = mean;
            moments.IsConstant[j] = !(low < high);
            moments.SumsOfSquares[j] = Sum(rows, j, read, weights.Span, x => (x - mean) * (x - mean));
        });
        return moments;
    }

    /// <summary>The map to mean 0 and standard deviation 1; with <paramref name="isSample"/>, Σw − 1 stands under the root instead of Σw.</summary>
    public Standardization Standardization(bool isSample)
    {
        var scales = new double[Means.Length];
        for (var j = 0; j < scales.Length; j++)
            scales[j] = IsConstant[j] ? 1 : Math.Sqrt(SumsOfSquares[j] / (isSample ? TotalWeight - 1 : TotalWeight));
        return new Standardization(Means, scales);
    }

    private static double Sum(int rows, int column, ColumnReader read, ReadOnlySpan<double> weights, Func<double, double> term)
    {
        var values = new double[Math.Min(BlockRows, rows)];
        var sum = 0.0;
        for (var start = 0; start < rows; start += BlockRows)
        {
            var block = values.AsSpan(0, Math.Min(BlockRows, rows - start));
            read(column, start, block);
            var blockSum = 0.0;
            for (var i = 0; i < block.Length; i++)
            {
                var weight = weights.IsEmpty ? 1 : weights[start + i];
                if (weight > 0) blockSum += weight * term(block[i]);
            }
            sum += blockSum;
        }
        return sum;
    }
}
