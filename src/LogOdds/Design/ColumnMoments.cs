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

    /// <summary>Moments that are filled in.</summary>
    /// <param name="columns">p.</param>
    /// <param name="totalWeight">Σ w.</param>
    public ColumnMoments(int columns, double totalWeight)
    {
        Forms = new ColumnForm[columns];
        Means = new double[columns];
        SumsOfSquares = new double[columns];
        IsConstant = new bool[columns];
        TotalWeight = totalWeight;
    }

    /// <summary>What each column is read from.</summary>
    public ColumnForm[] Forms { get; }

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
            while (column < data.Columns && ReferenceEquals(data.ColumnAt(column).Predictor, data.Predictors[k])) moments.Forms[column++] = FormOf(data.Predictors[k]);
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

    /// <summary>The moments of the rows of all processes, from those of each, put together by the rule of Chan, Golub and LeVeque.</summary>
    public ColumnMoments Over(ICommunicator ranks)
    {
        if (ranks.Size == 1) return this;
        var p = Means.Length;
        var all = new ColumnMoments(p, ranks.Total(TotalWeight));
        Forms.CopyTo(all.Forms, 0);
        // Rows without weight have no mean.
        var isThere = TotalWeight > 0;
        for (var j = 0; j < p; j++) all.Means[j] = isThere ? TotalWeight * Means[j] : 0;
        ranks.Sum(all.Means);
        VectorKernels.Scale(all.Means, 1 / all.TotalWeight);
        for (var j = 0; j < p; j++)
        {
            var distance = Means[j] - all.Means[j];
            all.SumsOfSquares[j] = isThere ? SumsOfSquares[j] + TotalWeight * distance * distance : 0;
        }
        ranks.Sum(all.SumsOfSquares);

        // A column has one value if it has one in each process, and they are the same: the largest of it is the least.
        var extremes = new double[2 * p];
        for (var j = 0; j < p; j++)
        {
            // The mean of a column of 0 and 1 is the one or the other, but for rounding.
            var value = Forms[j] == ColumnForm.Level ? Math.Round(Means[j]) : Means[j];
            (extremes[j], extremes[p + j]) = !isThere ? (double.NegativeInfinity, double.NegativeInfinity)
                : IsConstant[j] ? (value, -value) : (double.PositiveInfinity, double.PositiveInfinity);
        }
        ranks.Maximum(extremes);
        for (var j = 0; j < p; j++)
        {
            all.IsConstant[j] = extremes[j] == -extremes[p + j];
            if (all.IsConstant[j]) (all.Means[j], all.SumsOfSquares[j]) = (extremes[j], 0);
        }
        return all;
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

    private static ColumnForm FormOf(BoundPredictor predictor) => predictor switch
    {
        BoundNumbers => ColumnForm.Numbers,
        BoundFactor => ColumnForm.Level,
        _ => ColumnForm.Sparse,
    };

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
        var parts = (int)Math.Clamp(matrix.Entries / (16L * matrix.Columns + 1), 1, MaxParts);
        var sums = new double[parts][];
        Cores.Each(parts, matrix.Entries >= WorthThreads, threads, k =>
        {
            sums[k] = ArrayPool<double>.Shared.Rent(2 * matrix.Columns);
            SumOver(matrix, matrix.RowAt(k, parts), matrix.RowAt(k + 1, parts), weights.Span, sums[k].AsSpan(0, 2 * matrix.Columns));
        });
        var isNearlyOneValue = new bool[matrix.Columns];
        Cores.Each((matrix.Columns + StretchColumns - 1) / StretchColumns, matrix.Entries >= WorthThreads, threads, stretch =>
        {
            var (start, end) = (stretch * StretchColumns, Math.Min(matrix.Columns, (stretch + 1) * StretchColumns));
            var all = sums[0].AsSpan(2 * start, 2 * (end - start));
            for (var part = 1; part < parts; part++) VectorKernels.Add(all, sums[part].AsSpan(2 * start, all.Length));
            for (var j = start; j < end; j++)
            {
                var (sum, squares) = (all[2 * (j - start)], all[2 * (j - start) + 1]);
                Means[first + j] = sum / TotalWeight;
                SumsOfSquares[first + j] = Math.Max(0, squares - sum * Means[first + j]);
                IsConstant[first + j] = squares == 0;
                isNearlyOneValue[j] = squares > 0 && SumsOfSquares[first + j] < Cancelling * squares;
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

    /// <summary>Overwrites <paramref name="sums"/> with the sums over some rows: of each column Σ w x, then Σ w x².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumOver(SparseMatrix matrix, int start, int end, ReadOnlySpan<double> weights, Span<double> sums)
    {
        sums.Clear();
        var starts = matrix.Starts;
        ref var index = ref MemoryMarshal.GetReference(matrix.Indices);
        ref var value = ref MemoryMarshal.GetReference(matrix.Values);
        ref var first = ref MemoryMarshal.GetReference(sums[..(2 * matrix.Columns)]);
        for (var row = start; row < end; row++)
        {
            var weight = weights.IsEmpty ? 1 : weights[row];
            for (var (k, last) = ((nint)starts[row], (nint)starts[row + 1]); k < last; k++)
            {
                ref var own = ref Unsafe.Add(ref first, 2 * (nint)Unsafe.Add(ref index, k));
                var weighted = weight * Unsafe.Add(ref value, k);
                own += weighted;
                Unsafe.Add(ref own, 1) += weighted * Unsafe.Add(ref value, k);
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
