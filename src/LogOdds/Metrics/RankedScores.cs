using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>
/// Rows by falling score, equal scores taken together: after each distinct score, the weight of both classes that scored at
/// least as much. What the ROC curve and the precision–recall curve are both made of. Rows of weight 0 are as if absent.
/// </summary>
internal sealed class RankedScores
{
    public RankedScores(ScoredRows scored)
    {
        var keys = new double[scored.Count];
        var rows = new int[scored.Count];
        var count = 0;
        for (var i = 0; i < scored.Count; i++)
        {
            if (scored.Weight(i) == 0) continue;
            keys[count] = scored.Score[i];
            rows[count++] = i;
        }
        Array.Sort(keys, rows, 0, count);

        var distinct = 1;
        for (var i = 1; i < count; i++)
            if (keys[i] != keys[i - 1]) distinct++;

        (Thresholds, Positives, Negatives) = (new double[distinct], new double[distinct], new double[distinct]);
        var (positive, negative) = (new CompensatedSum(), new CompensatedSum());
        var next = 0;
        for (var i = count - 1; i >= 0; i--)
        {
            var row = rows[i];
            if (scored.Y[row] == 1) positive.Add(scored.Weight(row));
            else negative.Add(scored.Weight(row));
            if (i > 0 && keys[i - 1] == keys[i]) continue;
            (Thresholds[next], Positives[next], Negatives[next]) = (keys[i], positive.Value, negative.Value);
            next++;
        }
    }

    /// <summary>The distinct scores, falling; at least one.</summary>
    public double[] Thresholds { get; }

    /// <summary>The weight of class 1 that scored at least the threshold.</summary>
    public double[] Positives { get; }

    /// <summary>The weight of class 0 that scored at least the threshold.</summary>
    public double[] Negatives { get; }
}
