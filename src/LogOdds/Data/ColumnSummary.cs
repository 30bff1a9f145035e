using LogOdds.Numerics;

namespace LogOdds.Data;

/// <summary>Weighted mean and spread of numbers.</summary>
/// <param name="Mean">Σ w x / Σ w.</param>
/// <param name="SumOfSquares">Σ w (x − mean)².</param>
/// <param name="IsConstant">Whether x is one value in all rows of weight above 0.</param>
/// <param name="IsFinite">Whether every x is a finite number, so that none is missing.</param>
internal sealed record ColumnSummary(double Mean, double SumOfSquares, bool IsConstant, bool IsFinite)
{
    private const int BlockRows = 2048;

    // A megabyte is walked in less than a tenth of a millisecond: much faster than the watch over mapped pages looks.
    private const int TrimmedRows = 1 << 17;

    /// <summary>
    /// One walk down the numbers. Squares are taken about the mean of a block, where nothing cancels, and blocks are put together by
    /// the rule of Chan, Golub and LeVeque (The American Statistician 37, 1983).
    /// </summary>
    /// <param name="values">The numbers.</param>
    /// <param name="weights">One a number; empty means 1.</param>
    public static ColumnSummary Of(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var (weight, mean, squares, isFinite) = (0.0, 0.0, 0.0, true);
        var (least, largest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var start = 0; start < values.Length; start += BlockRows)
        {
            if (start % TrimmedRows == 0) MappedPages.Trim();
            var count = Math.Min(BlockRows, values.Length - start);
            var block = new MomentsKernel { X = values.Slice(start, count), Weights = weights.IsEmpty ? default : weights.Slice(start, count) };
            Simd.Run(ref block);
            // What is not finite shows in the sum of squares; so do squares too large for a double.
            isFinite = isFinite && (double.IsFinite(block.SumOfSquares) || VectorKernels.AreFinite(block.X));
            if (block.Weight == 0) continue;
            (least, largest) = (Math.Min(least, block.Least), Math.Max(largest, block.Largest));
            var distance = block.Mean - mean;
            var total = weight + block.Weight;
            mean += distance * (block.Weight / total);
            squares += block.SumOfSquares + distance * distance * (weight / total * block.Weight);
            weight = total;
        }
        // The mean of one value is that value, which rounding would change with the number of rows.
        return new ColumnSummary(least == largest ? least : mean, squares, !(least < largest), isFinite);
    }
}
