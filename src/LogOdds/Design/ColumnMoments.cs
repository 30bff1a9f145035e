using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>Weighted mean and spread of each design column.</summary>
internal sealed class ColumnMoments
{
    // Below this many numbers, handing columns out to threads costs more than it saves.
    private const long WorthThreads = 1 << 16;

    // The most parts that sparse rows are cut into.
    private const int MaxParts = 8;

    // The columns that a core puts together at a time.
    private const int StretchColumns = 1 << 13;

    // Below this part of the squares about 0, those about the mean have lost digits.
    private const double Cancelling = 1e-3;

    private ColumnMoments(int columns, double totalWeight)
    {
        Means = new double[columns];
        SumsOfSquares = new double[columns];
        IsConstant = new bool[columns];
        TotalWeight = totalWeight;
    }

    /// <summary>Σ w x / Σ w.</summary>
    public double[] Means { get; }

    /// <summary>Σ w (x − mean)².</summary>
    public double[] SumsOfSquares { get; }

    /// <summary>Whether the column has one value in all rows of weight above 0, so that it repeats the intercept.</summary>
    public bool[] IsConstant { get; }

    /// <summary>Σ w.</summary>
    public double TotalWeight { get; }

    /// <summary>One walk down each column of numbers or codes.</summary>
    /// <param name="data">The columns.</param>
    /// <param name="weights">One a row; empty means 1.</param>
    /// <param name="threads">How many cores to use at most; 0 for all.</param>
    public static ColumnMoments Compute(EncodedTable data, ReadOnlyMemory<double> weights, int threads = 0)
    {
        var moments = new ColumnMoments(data.Columns, weights.IsEmpty ? data.Rows : VectorKernels.Sum(weights.Span));
        var first = new int[data.Predictors.Count];
        for (var (k, column) = (0, 0); k < first.Length; k++)
        {
            first[k] = column;
            while (column < data.Columns && ReferenceEquals(data.ColumnAt(column).Predictor, data.Predictors[k])) column++;
        }
        void Walk(int k)
        {
            if (data.Predictors[k] is BoundNumbers numbers) moments.OfNumbers(first[k], numbers.Column, weights.Span);
            else if (data.Predictors[k] is BoundFactor factor) moments.OfFactor(first[k], factor, weights.Span);
            else moments.OfSparse(first[k], ((BoundSparse)data.Predictors[k]).Matrix, weights, threads);
        }
        Cores.Each(first.Length, (long)data.Rows * first.Length >= WorthThreads, threads, Walk);
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

    /// <summary>The map that divides by the root of the mean square and moves nothing, for models without intercept.</summary>
    public Standardization AboutZero()
    {
        var scales = new double[Means.Length];
        for (var j = 0; j < scales.Length; j++)
        {
            var square = SumsOfSquares[j] / TotalWeight + Means[j] * Means[j];
            scales[j] = square > 0 ? Math.Sqrt(square) : 1;
        }
        return new Standardization(new double[scales.Length], scales);
    }

    private void OfNumbers(int column, NumericColumn numbers, ReadOnlySpan<double> weights)
    {
        var summary = weights.IsEmpty ? numbers.Summary : ColumnSummary.Of(numbers.Values, weights);
        (Means[column], SumsOfSquares[column], IsConstant[column]) = (summary.Mean, summary.SumOfSquares, summary.IsConstant);
    }

    /// <summary>
    /// One walk over the entries. Where few rows have one, the sum of squares about the mean is nearly that about 0 and nothing cancels;
    /// columns that are nearly one value are walked once more, about their means.
    /// </summary>
    private void OfSparse(int first, SparseMatrix matrix, ReadOnlyMemory<double> weights, int threads)
    {
        // By the shape alone, so that sums are the same bits for any number of threads.
        var parts = (int)Math.Clamp(matrix.Entries / (8L * matrix.Columns + 1), 1, MaxParts);
        var sums = new double[parts][];
        Cores.Each(parts, matrix.Entries >= WorthThreads, threads, k =>
        {
            sums[k] = ArrayPool<double>.Shared.Rent(2 * matrix.Columns);
            SparseSums.Over(matrix, matrix.RowAt(k, parts), matrix.RowAt(k + 1, parts), weights.Span, MemoryMarshal.Cast<double, SparseSums>(sums[k].AsSpan(0, 2 * matrix.Columns)));
        });
        var isNearlyOneValue = new bool[matrix.Columns];
        Cores.Each((matrix.Columns + StretchColumns - 1) / StretchColumns, matrix.Entries >= WorthThreads, threads, stretch =>
        {
            for (var j = stretch * StretchColumns; j < Math.Min(matrix.Columns, (stretch + 1) * StretchColumns); j++)
            {
                SparseSums all = default;
                foreach (var part in sums) all.Add(MemoryMarshal.Cast<double, SparseSums>(part.AsSpan(0, 2 * matrix.Columns))[j]);
                Means[first + j] = all.Sum / TotalWeight;
                SumsOfSquares[first + j] = Math.Max(0, all.Squares - all.Sum * Means[first + j]);
                IsConstant[first + j] = all.Squares == 0;
                isNearlyOneValue[j] = all.Squares > 0 && SumsOfSquares[first + j] < Cancelling * all.Squares;
            }
        });
        foreach (var part in sums) ArrayPool<double>.Shared.Return(part);
        if (isNearlyOneValue.Contains(true)) OfNearlyOneValue(first, matrix, weights.Span, isNearlyOneValue);
    }

    private void OfNearlyOneValue(int first, SparseMatrix matrix, ReadOnlySpan<double> weights, bool[] isAsked)
    {
        var extremes = new (double Least, double Largest, double Weight, double Squares)[isAsked.Length];
        Array.Fill(extremes, (double.PositiveInfinity, double.NegativeInfinity, 0, 0));
        for (var row = 0; row < matrix.Rows; row++)
        {
            var weight = weights.IsEmpty ? 1 : weights[row];
            if (weight == 0) continue;
            var (indices, values) = matrix.Row(row);
            for (var k = 0; k < indices.Length; k++)
            {
                var (j, value) = (indices.Span[k], values.Span[k]);
                if (!isAsked[j]) continue;
                ref var own = ref extremes[j];
                var distance = value - Means[first + j];
                own = (Math.Min(own.Least, value), Math.Max(own.Largest, value), own.Weight + weight, own.Squares + weight * distance * distance);
            }
        }
        for (var j = 0; j < isAsked.Length; j++)
        {
            if (!isAsked[j]) continue;
            // What is not stored is 0: it lies the mean away from the mean.
            var absent = TotalWeight - extremes[j].Weight;
            SumsOfSquares[first + j] = extremes[j].Squares + Math.Max(0, absent) * Means[first + j] * Means[first + j];
            IsConstant[first + j] = absent == 0 && extremes[j].Least == extremes[j].Largest;
        }
    }

    /// <summary>Sums over the entries of a column.</summary>
    private struct SparseSums
    {
        public double Sum;
        public double Squares;

        public void Add(in SparseSums other)
        {
            Sum += other.Sum;
            Squares += other.Squares;
        }

        /// <summary>Overwrites <paramref name="sums"/> with the sums over some rows, one a column.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Over(SparseMatrix matrix, int start, int end, ReadOnlySpan<double> weights, Span<SparseSums> sums)
        {
            sums.Clear();
            var starts = matrix.Starts;
            var indices = matrix.Indices;
            var values = matrix.Values;
            for (var row = start; row < end; row++)
            {
                var weight = weights.IsEmpty ? 1 : weights[row];
                for (var k = (int)starts[row]; k < (int)starts[row + 1]; k++)
                {
                    ref var own = ref sums[indices[k]];
                    var weighted = weight * values[k];
                    own.Sum += weighted;
                    own.Squares += weighted * values[k];
                }
            }
        }
    }

    private void OfFactor(int first, BoundFactor factor, ReadOnlySpan<double> weights)
    {
        var share = new double[factor.TermOf.Length];
        var codes = factor.Codes.Span;
        for (var row = 0; row < codes.Length; row++) share[codes[row]] += weights.IsEmpty ? 1 : weights[row];
        var isAlone = share.Count(total => total > 0) <= 1;
        // Levels that the table lacks have no rows.
        Array.Fill(IsConstant, true, first, factor.Columns);
        for (var code = 0; code < share.Length; code++)
        {
            if (factor.TermOf[code] < 0) continue;
            var (column, mean) = (first + factor.TermOf[code], share[code] / TotalWeight);
            (Means[column], SumsOfSquares[column]) = (mean, share[code] * (1 - mean));
            IsConstant[column] = share[code] == 0 || isAlone;
        }
    }
}
