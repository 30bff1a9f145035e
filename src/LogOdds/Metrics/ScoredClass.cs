using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>The rows of one class by ascending score.</summary>
internal sealed class ScoredClass
{
    private readonly double[] _scores;
    private readonly double[] _weights;

    /// <summary>Takes the rows of a class and of weight above 0, without a jump on what each row is, which no processor can foresee.</summary>
    public ScoredClass(ScoredRows scored, double of)
    {
        for (var i = 0; i < scored.Count; i++) Count += Belongs(scored, i, of);
        // One place more: every row is written, and stays where the next one does not take its place.
        _scores = new double[Count + 1];
        _weights = new double[scored.IsWeighted ? Count + 1 : 0];
        var next = 0;
        for (var i = 0; i < scored.Count; i++)
        {
            _scores[next] = scored.Score[i];
            if (scored.IsWeighted) _weights[next] = scored.Weight(i);
            next += Belongs(scored, i, of);
        }
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The score of a row, in ascending order once they are sorted.</summary>
    public double Score(int row) => _scores[row];

    /// <summary>The weight of the same row.</summary>
    public double Weight(int row) => _weights.Length == 0 ? 1 : _weights[row];

    /// <summary>Puts the rows into the order of their scores.</summary>
    public void Sort()
    {
        if (_weights.Length == 0) RadixSort.Sort(_scores.AsSpan(0, Count));
        else Array.Sort(_scores, _weights, 0, Count);
    }

    private static int Belongs(ScoredRows scored, int row, double of) => (scored.Y[row] == of ? 1 : 0) & (scored.Weight(row) > 0 ? 1 : 0);
}
