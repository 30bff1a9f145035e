using LogOdds.Data;
using LogOdds.Datafits;
using LogOdds.Design;
using LogOdds.Objectives;

namespace LogOdds.Inference;

/// <summary>
/// Looks at a fit from outside: the reported coefficients, in the data's units, are put to the raw columns row by row, and the
/// gradient of the stated objective is taken there. Shares neither scaling, nor blocks, nor kernels with the solvers.
/// </summary>
internal static class FitCheck
{
    private const int BlockRows = 256;

    /// <summary>The loss and the gradient of the mean loss at reported coefficients.</summary>
    /// <param name="Eta">The log-odds of each row.</param>
    /// <param name="TotalLoss">Σ w ℓ.</param>
    /// <param name="Gradient">The gradient of the mean loss for columns mapped by the given standardisation; the intercept last.</param>
    public sealed record Answer(double[] Eta, double TotalLoss, double[] Gradient);

    /// <summary>Evaluates reported coefficients.</summary>
    /// <param name="rows">n.</param>
    /// <param name="columns">p.</param>
    /// <param name="read">The raw design columns.</param>
    /// <param name="coefficients">Slopes in the data's units, the intercept last.</param>
    /// <param name="response">Responses, weights and offsets.</param>
    /// <param name="scale">The scale on which the gradient is reported.</param>
    public static Answer Evaluate(int rows, int columns, ColumnReader read, ReadOnlySpan<double> coefficients, Response response, Standardization scale)
    {
        var y = response.Values.Span;
        var eta = new double[rows];
        var gradient = new double[columns + 1];
        var loss = 0.0;
        var block = new double[columns][];
        for (var j = 0; j < columns; j++) block[j] = new double[BlockRows];
        for (var start = 0; start < rows; start += BlockRows)
        {
            var count = Math.Min(BlockRows, rows - start);
            for (var j = 0; j < columns; j++) read(j, start, block[j].AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                var row = start + i;
                var value = coefficients[^1] + response.OffsetOf(row);
                for (var j = 0; j < columns; j++) value += coefficients[j] * block[j][i];
                eta[row] = value;
                var weight = response.WeightOf(row);
                loss += weight * Logistic.Loss(y[row], value);
                var residual = weight * (y[row] == 1 ? -Logistic.Probability(-value) : Logistic.Probability(value));
                for (var j = 0; j < columns; j++) gradient[j] += residual * ((block[j][i] - scale.Centers[j]) / scale.Scales[j]);
                gradient[^1] += residual;
            }
        }
        for (var j = 0; j < gradient.Length; j++) gradient[j] /= response.TotalWeight;
        return new Answer(eta, loss, gradient);
    }
}
