namespace LogOdds.Metrics;

/// <summary>Areas under the ROC curves of several classes' probabilities.</summary>
internal readonly ref struct ClassAreas
{
    private readonly ReadOnlySpan<double> _probabilities;
    private readonly ReadOnlySpan<double> _weights;
    private readonly double[] _weightOf;
    private readonly List<int>[] _rowsOf;

    /// <summary>Takes n classes by number and n × K probabilities row after row, all of them checked.</summary>
    public ClassAreas(ReadOnlySpan<int> y, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights)
    {
        _probabilities = probabilities;
        _weights = weights;
        _weightOf = new double[classes];
        _rowsOf = new List<int>[classes];
        for (var k = 0; k < classes; k++) _rowsOf[k] = [];
        for (var i = 0; i < y.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (weight == 0) continue;
            _rowsOf[y[i]].Add(i);
            _weightOf[y[i]] += weight;
        }
    }

    /// <summary>The area of a class against all others; NaN where one of the two sides is empty.</summary>
    public double AgainstRest(int k) => Area(k, [.. _rowsOf.Where((_, other) => other != k).SelectMany(rows => rows)]);

    /// <summary>The mean over pairs of classes of the area within the pair, plain and weighted by the rows of both.</summary>
    public (double Mean, double Weighted) OfPairs()
    {
        var (sum, weighted, pairs, totalWeight) = (0.0, 0.0, 0, 0.0);
        for (var a = 0; a < _rowsOf.Length; a++)
        {
            for (var b = 0; b < a; b++)
            {
                // One class by its own probability and the other by its own: with more than two they are not each other's rest.
                var area = (Area(a, _rowsOf[b]) + Area(b, _rowsOf[a])) / 2;
                var weight = _weightOf[a] + _weightOf[b];
                sum += area;
                weighted += weight * area;
                pairs++;
                totalWeight += weight;
            }
        }
        return (sum / pairs, weighted / totalWeight);
    }

    /// <summary>The area of the rows of a class against other rows, by the probability of the class.</summary>
    private double Area(int k, List<int> others)
    {
        if (_rowsOf[k].Count == 0 || others.Count == 0) return double.NaN;
        var n = _rowsOf[k].Count + others.Count;
        var (isClass, score, weight) = (new double[n], new double[n], new double[_weights.IsEmpty ? 0 : n]);
        var next = 0;
        foreach (var row in _rowsOf[k])
        {
            if (weight.Length > 0) weight[next] = _weights[row];
            (isClass[next], score[next++]) = (1, _probabilities[row * _rowsOf.Length + k]);
        }
        foreach (var row in others)
        {
            if (weight.Length > 0) weight[next] = _weights[row];
            score[next++] = _probabilities[row * _rowsOf.Length + k];
        }
        using var ranked = new RankedScores(ScoredRows.OfScores(isClass, score, weight));
        return ranked.Areas().Roc;
    }
}
