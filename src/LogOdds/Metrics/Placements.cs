using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>
/// Where each row stands among the rows of the other class: for a row of class 1 the share of class 0 below it, for one of
/// class 0 the share of class 1 above it, ties counting half. The mean over either class is the area under the ROC curve.
/// </summary>
internal sealed class Placements
{
    private readonly double[] _shares;

    private Placements(double[] shares, double mean, int positives, int negatives) => (_shares, Mean, Positives, Negatives) = (shares, mean, positives, negatives);

    /// <summary>The placements of scored rows, each of which counts once.</summary>
    public Placements(ScoredRows scored)
    {
        Positives = (int)VectorKernels.Sum(scored.Y);
        Negatives = scored.Count - Positives;
        _shares = new double[scored.Count];
        var scores = scored.Score.ToArray();
        var rows = new int[scores.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = i;
        Array.Sort(scores, rows);

        var (positivesBelow, negativesBelow, pairsInOrder) = (0, 0, 0.0);
        for (var start = 0; start < rows.Length;)
        {
            var (end, positives) = (start, 0);
            for (; end < rows.Length && scores[end] == scores[start]; end++) positives += scored.Y[rows[end]] == 1 ? 1 : 0;
            var negatives = end - start - positives;
            // Counts and halves of counts, so the sums are exact.
            var (below, above) = (negativesBelow + negatives / 2.0, Positives - positivesBelow - positives / 2.0);
            for (; start < end; start++) _shares[rows[start]] = scored.Y[rows[start]] == 1 ? below / Negatives : above / Positives;
            pairsInOrder += positives * below;
            (positivesBelow, negativesBelow) = (positivesBelow + positives, negativesBelow + negatives);
        }
        Mean = pairsInOrder / ((double)Positives * Negatives);
    }

    /// <summary>The mean over either class; NaN where a class is absent.</summary>
    public double Mean { get; }

    public int Positives { get; }

    public int Negatives { get; }

    /// <summary>The differences from the placements of the same rows under another score.</summary>
    public Placements Less(Placements other)
    {
        var differences = new double[_shares.Length];
        for (var i = 0; i < differences.Length; i++) differences[i] = _shares[i] - other._shares[i];
        return new Placements(differences, Mean - other.Mean, Positives, Negatives);
    }

    /// <summary>The variance of the mean: that of the mean over class 1 plus that of the mean over class 0. NaN where a class has fewer than two rows.</summary>
    public double Variance(ReadOnlySpan<double> y)
    {
        if (Positives < 2 || Negatives < 2) return double.NaN;
        CompensatedSum ofPositives = default, ofNegatives = default;
        for (var i = 0; i < _shares.Length; i++)
        {
            var deviation = _shares[i] - Mean;
            if (y[i] == 1) ofPositives.Add(deviation * deviation);
            else ofNegatives.Add(deviation * deviation);
        }
        return ofPositives.Value / (Positives - 1.0) / Positives + ofNegatives.Value / (Negatives - 1.0) / Negatives;
    }
}
