namespace LogOdds.Metrics;

/// <summary>
/// The rising function of a score that is nearest to the classes in squares, by pooling adjacent violators (Ayer, Brunk, Ewing,
/// Reid and Silverman, Annals of Mathematical Statistics 26, 1955): what the probabilities would have to be for the order to
/// stay and the calibration to be perfect on these rows. As scikit-learn's <c>IsotonicRegression</c>, it is linear between the
/// scores it was fitted to and constant beyond them.
/// </summary>
public sealed class IsotonicFit
{
    private readonly double[] _scores;
    private readonly double[] _shares;

    private IsotonicFit(double[] scores, double[] shares) => (_scores, _shares) = (scores, shares);

    /// <summary>A fit of its steps.</summary>
    /// <exception cref="ArgumentException">There is no step, or as many scores as shares are not there, or they do not rise, or a share is not in [0, 1].</exception>
    internal static IsotonicFit Of(double[] scores, double[] shares)
    {
        var isRising = scores.Length == shares.Length && scores.Length > 0 && scores.All(double.IsFinite) && shares.All(share => share is >= 0 and <= 1);
        for (var k = 1; isRising && k < scores.Length; k++) isRising = scores[k] > scores[k - 1] && shares[k] >= shares[k - 1];
        return isRising ? new IsotonicFit(scores, shares) : throw new ArgumentException("The steps of an isotonic fit rise, with shares from 0 to 1.");
    }

    /// <summary>The ends of the steps, by rising score; no two are equal.</summary>
    public IReadOnlyList<double> Scores => _scores;

    /// <summary>The share of class 1 at each of <see cref="Scores"/>, in [0, 1] and never falling.</summary>
    public IReadOnlyList<double> Shares => _shares;

    /// <summary>The share of class 1 that belongs to a score, in [0, 1].</summary>
    /// <param name="score">Any number but NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">The score is NaN.</exception>
    public double ShareAt(double score)
    {
        if (double.IsNaN(score)) throw new ArgumentOutOfRangeException(nameof(score), score, "The score is NaN.");
        var at = Array.BinarySearch(_scores, score);
        if (at >= 0) return _shares[at];
        var next = ~at;
        if (next == 0) return _shares[0];
        if (next == _scores.Length) return _shares[^1];
        var (low, high) = (_scores[next - 1], _scores[next]);
        return _shares[next - 1] + (_shares[next] - _shares[next - 1]) * ((score - low) / (high - low));
    }

    /// <summary>Fits n rows, in O(n log n).</summary>
    /// <param name="y">Classes, 0 or 1.</param>
    /// <param name="score">Scores, larger for class 1: probabilities, log-odds or any finite numbers.</param>
    /// <param name="weights">Row weights, finite and ≥ 0, of which 0 leaves the row out; empty for 1 each.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, there are no rows or none of weight above 0, or a value is out of range (the message names the row, counted from 0).
    /// </exception>
    public static IsotonicFit Compute(ReadOnlySpan<double> y, ReadOnlySpan<double> score, ReadOnlySpan<double> weights = default)
    {
        for (var i = 0; i < score.Length; i++)
            if (!double.IsFinite(score[i])) throw new ArgumentException($"The score of row {i} is {score[i]}; the scores of a fit are finite.", nameof(score));
        using var ranked = new RankedScores(ScoredRows.OfScores(y, score, weights));

        // By falling score, so a pool may not have a larger share than the one before it.
        var pools = new List<Pool>();
        var (positivesBefore, negativesBefore) = (0.0, 0.0);
        foreach (var (threshold, positives, negatives) in ranked)
        {
            var pool = new Pool(threshold, threshold, positives - positivesBefore, negatives - negativesBefore);
            (positivesBefore, negativesBefore) = (positives, negatives);
            while (pools.Count > 0 && pool.Share >= pools[^1].Share)
            {
                pool = pools[^1].With(pool);
                pools.RemoveAt(pools.Count - 1);
            }
            pools.Add(pool);
        }
        pools.Reverse();
        var (scores, shares) = (new List<double>(), new List<double>());
        foreach (var pool in pools)
        {
            scores.Add(pool.Low);
            shares.Add(pool.Share);
            if (pool.High == pool.Low) continue;
            scores.Add(pool.High);
            shares.Add(pool.Share);
        }
        return new IsotonicFit([.. scores], [.. shares]);
    }

    /// <summary>Neighbouring scores that share a value.</summary>
    private readonly record struct Pool(double Low, double High, double Positives, double Negatives)
    {
        public double Share => Positives / (Positives + Negatives);

        public Pool With(Pool lower) => new(lower.Low, High, Positives + lower.Positives, Negatives + lower.Negatives);
    }
}
