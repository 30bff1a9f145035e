namespace LogOdds.Metrics;

/// <summary>
/// Rows by falling score, equal scores taken together: after each distinct score, the weight of both classes that scored at
/// least as much. What the ROC curve and the precision–recall curve are both made of.
/// </summary>
internal sealed class RankedScores
{
    public RankedScores(ReadOnlySpan<double> y, ReadOnlySpan<double> score, ReadOnlySpan<double> weights)
    {
        var keys = new double[y.Length];
        var rows = new int[y.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            keys[i] = -score[i];
            rows[i] = i;
        }
        Array.Sort(keys, rows);

        var (thresholds, positives, negatives) = (new List<double>(), new List<double>(), new List<double>());
        double positive = 0, negative = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[rows[i]];
            if (y[rows[i]] == 1) positive += weight;
            else negative += weight;
            if (i + 1 < rows.Length && keys[i + 1] == keys[i]) continue;
            thresholds.Add(score[rows[i]]);
            positives.Add(positive);
            negatives.Add(negative);
        }
        (Thresholds, Positives, Negatives) = ([.. thresholds], [.. positives], [.. negatives]);
    }

    /// <summary>The distinct scores, falling.</summary>
    public double[] Thresholds { get; }

    /// <summary>The weight of class 1 that scored at least the threshold.</summary>
    public double[] Positives { get; }

    /// <summary>The weight of class 0 that scored at least the threshold.</summary>
    public double[] Negatives { get; }
}
