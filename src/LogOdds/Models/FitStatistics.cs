namespace LogOdds.Models;

/// <summary>Figures of the fit as a whole. Those that only the maximum of the likelihood gives a meaning are null elsewhere.</summary>
public sealed record FitStatistics
{
    /// <summary>F at the coefficients: mean loss plus penalty.</summary>
    public required double Objective { get; init; }

    /// <summary>Σ wᵢ·[yᵢ ln μᵢ + (1 − yᵢ) ln(1 − μᵢ)].</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>−2 · log-likelihood, the deviance of a 0/1 response.</summary>
    public double Deviance => -2 * LogLikelihood;

    /// <summary>The deviance of the intercept alone (with the offset, where there is one).</summary>
    public required double NullDeviance { get; init; }

    /// <summary>Rows of weight above 0.</summary>
    public required int Observations { get; init; }

    /// <summary>Coefficients that were estimated, the intercept among them.</summary>
    public required int Parameters { get; init; }

    /// <summary>Whether the estimates are those of maximum likelihood, so that the criteria below mean something: no penalty, no balancing, converged.</summary>
    public required bool IsMaximumLikelihood { get; init; }

    /// <summary>Observations less parameters.</summary>
    public int ResidualDegreesOfFreedom => Observations - Parameters;

    /// <summary>Akaike's criterion, deviance + 2·parameters.</summary>
    public double? Aic => IsMaximumLikelihood ? Deviance + 2 * Parameters : null;

    /// <summary>Schwarz's criterion, deviance + ln(observations)·parameters.</summary>
    public double? Bic => IsMaximumLikelihood ? Deviance + Math.Log(Observations) * Parameters : null;

    /// <summary>1 − deviance/null deviance (McFadden 1974).</summary>
    public double? McFaddenR2 => IsMaximumLikelihood ? 1 - Deviance / NullDeviance : null;

    /// <summary>1 − e^((deviance − null deviance)/n) (Cox and Snell 1989).</summary>
    public double? CoxSnellR2 => IsMaximumLikelihood ? 1 - Math.Exp((Deviance - NullDeviance) / Observations) : null;

    /// <summary>Cox and Snell's measure over the largest value it could have (Nagelkerke 1991).</summary>
    public double? NagelkerkeR2 => CoxSnellR2 / (1 - Math.Exp(-NullDeviance / Observations));
}
