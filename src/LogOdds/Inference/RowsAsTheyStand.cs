using LogOdds.Design;
using LogOdds.Formulas;

namespace LogOdds.Inference;

/// <summary>The rows in the data's own numbers, to which a proof is put: nothing is taken off the columns, so no digit of theirs is lost.</summary>
/// <param name="raw">The columns as they are, with the origin 0.</param>
/// <param name="data">The same rows, of which each column is looked at alone.</param>
/// <param name="columns">Which of its design columns are fitted.</param>
/// <param name="threads">How many cores to use at most; 0 for all.</param>
internal sealed class RowsAsTheyStand(IDesign raw, EncodedTable data, int[] columns, int threads)
{
    /// <summary>What coefficients (slopes, then the intercept) come to in each row.</summary>
    public double[] SumsOf(double[] coefficients) => raw.LinearPredictors(coefficients, threads);

    /// <summary>Σⱼ |xᵢⱼ bⱼ| + |b₀| for each row: the rounding of its sum is a few times the rounding of this.</summary>
    public double[] SizesOf(double[] coefficients)
    {
        var sizes = new double[data.Rows];
        Array.Fill(sizes, Math.Abs(coefficients[^1]));
        for (var j = 0; j < columns.Length; j++)
        {
            var size = Math.Abs(coefficients[j]);
            if (size == 0) continue;
            var (predictor, term) = data.ColumnAt(columns[j]);
            if (predictor is BoundNumbers numbers)
            {
                var x = numbers.Column.Values;
                for (var i = 0; i < sizes.Length; i++) sizes[i] += Math.Abs(x[i]) * size;
                continue;
            }
            if (predictor is BoundSparse sparse)
            {
                var (rows, values) = sparse.Matrix.Transposed.Row(term);
                for (var k = 0; k < rows.Length; k++) sizes[rows.Span[k]] += Math.Abs(values.Span[k]) * size;
                continue;
            }
            var factor = (BoundFactor)predictor;
            var codes = factor.Codes.Span;
            for (var i = 0; i < sizes.Length; i++)
                if (factor.TermOf[codes[i]] == term) sizes[i] += size;
        }
        return sizes;
    }
}
