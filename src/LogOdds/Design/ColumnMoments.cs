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
            else moments.OfFactor(first[k], (BoundFactor)data.Predictors[k], weights.Span);
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
