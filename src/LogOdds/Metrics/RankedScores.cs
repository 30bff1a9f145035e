using System.Runtime.CompilerServices;
using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>
/// Rows by falling score, equal scores taken together: after each distinct score, the weight of both classes that scored at
/// least as much. What the ROC curve and the precision–recall curve are both made of. Rows of weight 0 are as if absent.
/// </summary>
internal sealed class RankedScores : IDisposable
{
    // Below this many rows a class is sorted before another thread has begun.
    private const int WorthThreads = 1 << 15;

    public RankedScores(ScoredRows scored) : this(new ScoredClass(scored, of: 1), new ScoredClass(scored, of: 0))
    {
    }

    /// <summary>Takes over the rows of both classes, and sorts them.</summary>
    public RankedScores(ScoredClass positives, ScoredClass negatives)
    {
        (Positives, Negatives) = (positives, negatives);
        if (positives.Count + negatives.Count < WorthThreads)
        {
            positives.Sort();
            negatives.Sort();
        }
        else Parallel.Invoke(positives.Sort, negatives.Sort);
    }

    /// <summary>The rows of class 1.</summary>
    public ScoredClass Positives { get; }

    /// <summary>The rows of class 0.</summary>
    public ScoredClass Negatives { get; }

    public void Dispose()
    {
        Positives.Dispose();
        Negatives.Dispose();
    }

    public Enumerator GetEnumerator() => new(Positives, Negatives);

    /// <summary>
    /// The areas under the ROC curve (see <see cref="RocCurve.Area"/>) and under the steps of the precision–recall curve (see
    /// <see cref="PrecisionRecallCurve.AveragePrecision"/>).
    /// </summary>
    public (double Roc, double AveragePrecision) Areas()
    {
        var (trapezoids, steps, positives, negatives) = StepsBelow(0, 0);
        return (trapezoids / 2 / (negatives * positives), steps / positives);
    }

    /// <summary>What these rows add to the areas where others score higher: twice the trapezoids of the one, the steps of the other, and the weights with theirs.</summary>
    /// <param name="positivesAbove">The weight of class 1 that scored higher.</param>
    /// <param name="negativesAbove">The weight of class 0 that did.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (double Trapezoids, double Steps, double Positives, double Negatives) StepsBelow(double positivesAbove, double negativesAbove)
    {
        // Sums of steps of the counts, divided once at the end: twice the trapezoids of the one are exact where rows count once,
        // and a perfect order gives the other 1 and not nearly 1.
        CompensatedSum trapezoids = default, steps = default;
        var (positivesBefore, negativesBefore) = (positivesAbove, negativesAbove);
        foreach (var (_, positivesHere, negativesHere) in this)
        {
            var (positives, negatives) = (positivesAbove + positivesHere, negativesAbove + negativesHere);
            if (negatives > negativesBefore) trapezoids.Add((negatives - negativesBefore) * (positives + positivesBefore));
            if (positives > positivesBefore) steps.Add((positives - positivesBefore) * (positives / (positives + negatives)));
            (positivesBefore, negativesBefore) = (positives, negatives);
        }
        return (trapezoids.Value, steps.Value, positivesBefore, negativesBefore);
    }

    /// <summary>Goes through the distinct scores from the highest down.</summary>
    internal struct Enumerator(ScoredClass positives, ScoredClass negatives)
    {
        private int _positivesLeft = positives.Count;
        private int _negativesLeft = negatives.Count;
        private CompensatedSum _positives;
        private CompensatedSum _negatives;
        private double _threshold;

        /// <summary>The score, and the weight of both classes that scored at least as much.</summary>
        public readonly (double Threshold, double Positives, double Negatives) Current => (_threshold, _positives.Value, _negatives.Value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (_positivesLeft == 0 && _negativesLeft == 0) return false;
            _threshold = double.MaxNumber(positives.Score(_positivesLeft - 1), negatives.Score(_negativesLeft - 1));
            Take(positives, ref _positivesLeft, ref _positives);
            Take(negatives, ref _negativesLeft, ref _negatives);
            return true;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Take(ScoredClass rows, ref int left, ref CompensatedSum sum)
        {
            for (; rows.Score(left - 1) == _threshold; left--) sum.Add(rows.Weight(left - 1));
        }
    }
}
