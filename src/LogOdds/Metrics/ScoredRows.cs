using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>Rows whose classes, scores and weights have been checked, so that whoever holds them need not check again.</summary>
internal readonly ref struct ScoredRows
{
    private readonly ReadOnlySpan<double> _weights;

    private ScoredRows(ReadOnlySpan<double> y, ReadOnlySpan<double> score, ReadOnlySpan<double> weights)
    {
        Y = y;
        Score = score;
        _weights = weights;
        if (y.IsEmpty) throw new ArgumentException("There are no rows.", nameof(y));
        if (!weights.IsEmpty && weights.Length != y.Length) throw new ArgumentException($"There are {y.Length} classes and {weights.Length} weights.", nameof(weights));
        for (var i = VectorKernels.AreZeroOrOne(y) ? y.Length : 0; i < y.Length; i++)
            if (y[i] is not (0 or 1)) throw new ArgumentException($"The class of row {i} is {y[i]}; classes are 0 or 1.", nameof(y));
        for (var i = 0; i < weights.Length; i++)
            if (!(weights[i] >= 0 && double.IsFinite(weights[i]))) throw new ArgumentException($"The weight of row {i} is {weights[i]}; weights are finite and 0 or more.", nameof(weights));

        var total = new CompensatedSum();
        foreach (var weight in weights) total.Add(weight);
        TotalWeight = weights.IsEmpty ? y.Length : total.Value;
        if (TotalWeight == 0) throw new ArgumentException("There is no row of weight above 0.", nameof(weights));
        if (!double.IsFinite(TotalWeight)) throw new ArgumentException("The weights sum to more than a double can hold.", nameof(weights));
    }

    public ReadOnlySpan<double> Y { get; }

    public ReadOnlySpan<double> Score { get; }

    public double TotalWeight { get; }

    public int Count => Y.Length;

    public bool IsWeighted => !_weights.IsEmpty;

    public double Weight(int row) => _weights.IsEmpty ? 1 : _weights[row];

    /// <summary>Rows scored by probabilities.</summary>
    public static ScoredRows OfProbabilities(ReadOnlySpan<double> y, ReadOnlySpan<double> p, ReadOnlySpan<double> weights)
    {
        if (p.Length != y.Length) throw new ArgumentException($"There are {y.Length} classes and {p.Length} probabilities.", nameof(p));
        for (var i = VectorKernels.AreWithinUnit(p) ? p.Length : 0; i < p.Length; i++)
            if (!(p[i] is >= 0 and <= 1)) throw new ArgumentException($"The probability of row {i} is {p[i]}; probabilities are from 0 to 1.", nameof(p));
        return new ScoredRows(y, p, weights);
    }

    /// <summary>Rows of which only classes and weights matter; their score is their class.</summary>
    public static ScoredRows Unscored(ReadOnlySpan<double> y, ReadOnlySpan<double> weights) => new(y, y, weights);

    /// <summary>Rows scored by any numbers that can be put in order.</summary>
    public static ScoredRows OfScores(ReadOnlySpan<double> y, ReadOnlySpan<double> score, ReadOnlySpan<double> weights)
    {
        if (score.Length != y.Length) throw new ArgumentException($"There are {y.Length} classes and {score.Length} scores.", nameof(score));
        for (var i = 0; i < score.Length; i++)
            if (double.IsNaN(score[i])) throw new ArgumentException($"The score of row {i} is NaN.", nameof(score));
        return new ScoredRows(y, score, weights);
    }
}
