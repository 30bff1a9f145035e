using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Numerics;

namespace LogOdds.Design;

/// <summary>Weighted mean and spread of each design column.</summary>
internal sealed class ColumnMoments
{
    // Below this many numbers, handing columns out to threads costs more than it saves.
    private const long WorthThreads = 1 << 16;

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
            else moments.OfSparse(first[k], ((BoundSparse)data.Predictors[k]).Matrix, weights.Span);
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
    /// Two walks over the entries, the second about the means, so that nothing cancels. What is not stored is 0: it lies the mean away
    /// from the mean.
    /// </summary>
    private void OfSparse(int first, SparseMatrix matrix, ReadOnlySpan<double> weights)
    {
        var means = Means.AsSpan(first, matrix.Columns);
        var squares = SumsOfSquares.AsSpan(first, matrix.Columns);
        var stored = new double[matrix.Columns];
        var starts = matrix.Starts;
        var indices = matrix.Indices;
        var values = matrix.Values;
        for (var row = 0; row < matrix.Rows; row++)
        {
            var weight = weights.IsEmpty ? 1 : weights[row];
            for (var k = (int)starts[row]; k < (int)starts[row + 1]; k++)
            {
                means[indices[k]] += weight * values[k];
                stored[indices[k]] += weight;
            }
        }
        VectorKernels.Scale(means, 1 / TotalWeight);
        for (var row = 0; row < matrix.Rows; row++)
        {
            var weight = weights.IsEmpty ? 1 : weights[row];
            for (var k = (int)starts[row]; k < (int)starts[row + 1]; k++)
            {
                var distance = values[k] - means[indices[k]];
                squares[indices[k]] += weight * distance * distance;
            }
        }
        for (var j = 0; j < stored.Length; j++)
        {
            squares[j] += Math.Max(0, TotalWeight - stored[j]) * means[j] * means[j];
            // Rounding may leave a trace of a spread that is not there; only where it could be such a trace are the values looked at.
            IsConstant[first + j] = squares[j] <= 1e-20 * TotalWeight * means[j] * means[j] && IsOneValue(matrix, j, weights);
        }
    }

    private static bool IsOneValue(SparseMatrix matrix, int column, ReadOnlySpan<double> weights)
    {
        var (rows, values) = matrix.Transposed.Row(column);
        var (least, largest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var k = 0; k < rows.Length; k++)
            if (weights.IsEmpty || weights[rows.Span[k]] > 0) (least, largest) = (Math.Min(least, values.Span[k]), Math.Max(largest, values.Span[k]));
        return !(least < largest);
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
