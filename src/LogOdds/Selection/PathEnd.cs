namespace LogOdds.Selection;

/// <summary>
/// When a path has said what it has to say: nearly all deviance is explained, or another λ explains hardly more. The limits, and the number
/// of strengths before they are asked, are glmnet's (<c>devmax</c>, <c>fdev</c> and <c>mnlam</c> of its control).
/// </summary>
/// <param name="hasBoundsAtRest">Whether some coefficients cannot leave 0 on one side, where glmnet does not ask for the gain, for they may hold a path still for a while.</param>
internal sealed class PathEnd(bool hasBoundsAtRest)
{
    private const double MostExplained = 0.999;
    private const double UsualLeastGain = 1e-5;
    private const int FewestStrengths = 5;

    private readonly double _leastGain = hasBoundsAtRest ? 0 : UsualLeastGain;
    private double _last;
    private int _seen;

    /// <summary>Whether the path ends here; to be asked once a λ, in their order.</summary>
    /// <param name="devianceRatio">The share of the null deviance that is explained.</param>
    public bool IsAt(double devianceRatio)
    {
        var gain = devianceRatio - _last;
        _last = devianceRatio;
        return ++_seen >= FewestStrengths && (devianceRatio > MostExplained || gain < _leastGain);
    }
}
