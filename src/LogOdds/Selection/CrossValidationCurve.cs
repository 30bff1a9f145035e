using LogOdds.Penalties;

namespace LogOdds.Selection;

/// <summary>What cross-validation says of the strengths of one penalty.</summary>
public sealed class CrossValidationCurve
{
    internal CrossValidationCurve(IProximalPenalty penalty, CrossValidationMeasure measure, IReadOnlyList<CrossValidationPoint> points)
    {
        (Penalty, Points) = (penalty, points);
        // Of equals the largest λ, as cv.glmnet does.
        double Loss(int k) => measure == CrossValidationMeasure.Auc ? -points[k].Mean : points[k].Mean;
        var places = Enumerable.Range(0, points.Count).ToArray();
        BestIndex = places.MinBy(Loss);
        var bound = Loss(BestIndex) + points[BestIndex].StandardError;
        OneStandardErrorIndex = places.First(k => Loss(k) <= bound);
        BestLoss = Loss(BestIndex);
    }

    /// <summary>The penalty; its own λ does not matter.</summary>
    public IProximalPenalty Penalty { get; }

    /// <summary>One a λ, falling.</summary>
    public IReadOnlyList<CrossValidationPoint> Points { get; }

    /// <summary>The place of the best mean.</summary>
    public int BestIndex { get; }

    /// <summary>The place of the largest λ whose mean is within one standard error of the best.</summary>
    public int OneStandardErrorIndex { get; }

    /// <summary>The best mean, as a loss.</summary>
    internal double BestLoss { get; }

    /// <summary>The place that a rule chooses.</summary>
    public int IndexBy(ChoiceRule rule) => rule == ChoiceRule.Best ? BestIndex : OneStandardErrorIndex;
}
