namespace LogOdds.Models;

/// <summary>Figures of the fit as a whole. Those that only the maximum of the likelihood gives a meaning are null elsewhere.</summary>
public sealed record FitStatistics
{
    /// <summary>F at the coefficients: mean loss plus penalty.</summary>
    public required double Objective { get; init; }

    /// <summary>Σ wᵢ ℓ(yᵢ, ηᵢ): the negative log-likelihood of the single trials.</summary>
    public required double TotalLoss { get; init; }

    /// <summary>The total loss of the intercept alone, with the offset where there is one; without intercept, of the offset alone.</summary>
    public required double NullLoss { get; init; }

    /// <summary>The least total loss that any probabilities could have: 0 unless rows hold several trials.</summary>
    public double SaturatedLoss { get; init; }

    /// <summary>Σ ln(nᵢ choose sᵢ): the ways in which grouped trials could have come. 0 for rows of one trial.</summary>
    public double LogWays { get; init; }

    /// <summary>Firth's penalised log-likelihood, log-likelihood + ½ ln det I; null for other fits.</summary>
    public double? PenalizedLogLikelihood { get; init; }

    /// <summary>Rows of weight above 0; for frequency weights, their sum.</summary>
    public required double Observations { get; init; }

    /// <summary>The trials of all rows: <see cref="Observations"/> unless rows hold several.</summary>
    public required double Trials { get; init; }

    /// <summary>Coefficients that were estimated, the intercept among them.</summary>
    public required int Parameters { get; init; }

    /// <summary>Parameters of the null model: 1 with an intercept, else 0.</summary>
    public int NullParameters { get; init; } = 1;

    /// <summary>Whether the estimates are those of maximum likelihood, so that the criteria below mean something: no penalty, no balancing, no sampling weights, converged.</summary>
    public required bool IsMaximumLikelihood { get; init; }

    /// <summary>Σ wᵢ·[yᵢ ln μᵢ + (1 − yᵢ) ln(1 − μᵢ)] plus the ways of grouped trials.</summary>
    public double LogLikelihood => LogWays - TotalLoss;

    /// <summary>Twice what the log-likelihood lacks of the saturated model's; −2 · log-likelihood for rows of one trial.</summary>
    public double Deviance => 2 * (TotalLoss - SaturatedLoss);

    /// <summary>The deviance of the null model.</summary>
    public double NullDeviance => 2 * (NullLoss - SaturatedLoss);

    /// <summary>Observations less parameters.</summary>
    public double ResidualDegreesOfFreedom => Observations - Parameters;

    /// <summary>Akaike's criterion, 2·parameters − 2·log-likelihood.</summary>
    public double? Aic => IsMaximumLikelihood ? 2 * Parameters - 2 * LogLikelihood : null;

    /// <summary>Schwarz's criterion, ln(observations)·parameters − 2·log-likelihood.</summary>
    public double? Bic => IsMaximumLikelihood ? Math.Log(Observations) * Parameters - 2 * LogLikelihood : null;

    /// <summary>1 − loss/null loss (McFadden 1974).</summary>
    public double? McFaddenR2 => IsMaximumLikelihood ? 1 - TotalLoss / NullLoss : null;

    /// <summary>1 − e^(2(loss − null loss)/n) over n trials (Cox and Snell 1989).</summary>
    public double? CoxSnellR2 => IsMaximumLikelihood ? 1 - Math.Exp(2 * (TotalLoss - NullLoss) / Trials) : null;

    /// <summary>Cox and Snell's measure over the largest value it could have (Nagelkerke 1991).</summary>
    public double? NagelkerkeR2 => CoxSnellR2 / (1 - Math.Exp(-2 * NullLoss / Trials));
}
