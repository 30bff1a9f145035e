using LogOdds.Numerics;

namespace LogOdds.Metrics;

/// <summary>The rising map without a form (Zadrozny and Elkan, Knowledge Discovery and Data Mining, 2002). It wants some thousand rows: with few, its steps are chance.</summary>
/// <param name="Fit">The steps.</param>
public sealed record IsotonicMap(IsotonicFit Fit) : CalibrationMap
{
    /// <inheritdoc/>
    public override string Method => "isotonic";

    /// <inheritdoc/>
    public override double Probability(double score) => double.IsNaN(score) ? double.NaN : Fit.ShareAt(score);

    /// <inheritdoc/>
    public override double LogOdds(double score)
    {
        var share = Probability(score);
        return Math.Log(share) - StableMath.Log1p(-share);
    }
}
