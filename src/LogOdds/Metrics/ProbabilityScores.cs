using System.Runtime.CompilerServices;
using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>Proper scores of probabilities: in expectation, only the true probabilities make them least.</summary>
public static class ProbabilityScores
{
    /// <summary>
    /// The log loss −Σ w [y ln p + (1 − y) ln(1 − p)] / Σ w in nats, in [0, ∞] (Good, Journal of the Royal Statistical Society B
    /// 14, 1952); ∞ when a row of weight above 0 has a class whose probability is 0.
    /// </summary>
    /// <inheritdoc cref="Brier(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double LogLoss(ReadOnlySpan<double> y, ReadOnlySpan<double> p, ReadOnlySpan<double> weights = default) =>
        LogLoss(ScoredRows.OfProbabilities(y, p, weights));

    /// <summary>
    /// The Brier score Σ w (p − y)² / Σ w, in [0, 1]: half the sum over both classes of Brier (Monthly Weather Review 78, 1950).
    /// </summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="p">Probabilities of class 1, in [0, 1].</param>
    /// <param name="weights">Row weights, finite and ≥ 0, of which 0 leaves the row out; empty for 1 each.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows or none of weight above 0, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static double Brier(ReadOnlySpan<double> y, ReadOnlySpan<double> p, ReadOnlySpan<double> weights = default) =>
        Brier(ScoredRows.OfProbabilities(y, p, weights));

    internal static double LogLoss(ScoredRows rows)
    {
        var sum = new CompensatedSum();
        for (var i = 0; i < rows.Count; i++)
        {
            // A row of weight 0 is absent, even where its loss is ∞.
            if (rows.Weight(i) == 0) continue;
            sum.Add(rows.Weight(i) * (rows.Y[i] == 1 ? -Math.Log(rows.Score[i]) : -StableMath.Log1p(-rows.Score[i])));
        }
        return sum.Value / rows.TotalWeight;
    }

    internal static double Brier(ScoredRows rows) => SquaredErrors(rows) / rows.TotalWeight;

    /// <summary>Σ w (p − y)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double SquaredErrors(ScoredRows rows)
    {
        // Two sums, so that one does not wait for the other.
        CompensatedSum even = default, odd = default;
        for (var i = 0; i < rows.Count; i += 2)
        {
            even.Add(SquaredError(rows, i));
            if (i + 1 < rows.Count) odd.Add(SquaredError(rows, i + 1));
        }
        even.Add(odd.Value);
        return even.Value;
    }

    private static double SquaredError(ScoredRows rows, int row)
    {
        var error = rows.Score[row] - rows.Y[row];
        return rows.Weight(row) * error * error;
    }
}
