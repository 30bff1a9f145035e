namespace LogOdds.Metrics;

/// <summary>
/// A map from scores to probabilities that never falls: what is put behind a model, or any other source of scores, so that its probabilities
/// mean what they say. Scores are on the scale of log-odds; those of other tools need only be finite, except for <see cref="BetaMap"/>.
/// </summary>
public abstract record CalibrationMap
{
    private protected CalibrationMap()
    {
    }

    /// <summary>What the map is called on the command line and in files: <c>platt</c>, <c>beta</c>, <c>isotonic</c>.</summary>
    public abstract string Method { get; }

    /// <summary>The calibrated log-odds of a score: ±∞ only where the share of class 1 was 0 or 1 (isotonic).</summary>
    /// <param name="score">Any number; NaN gives NaN.</param>
    public abstract double LogOdds(double score);

    /// <summary>The calibrated probability of a score, in [0, 1].</summary>
    /// <param name="score">Any number; NaN gives NaN.</param>
    public virtual double Probability(double score)
    {
        var eta = LogOdds(score);
        return eta >= 0 ? 1 / (1 + Math.Exp(-eta)) : Math.Exp(eta) / (1 + Math.Exp(eta));
    }
}
