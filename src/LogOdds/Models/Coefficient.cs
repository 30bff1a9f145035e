namespace LogOdds.Models;

/// <summary>A line of the coefficient table. A figure that does not exist is null.</summary>
public sealed record Coefficient
{
    /// <summary>The term: <c>(Intercept)</c>, <c>age</c>, <c>race[white]</c>.</summary>
    public required string Term { get; init; }

    /// <summary>The class whose log-odds against the reference it moves; null where the model has one linear predictor.</summary>
    public string? Class { get; init; }

    /// <summary>The change of the log-odds for one more unit of the column, in the data's own units; null for a column left out.</summary>
    public double? Estimate { get; init; }

    /// <summary>The same on the scale that the fit was asked to standardise to; equal to <see cref="Estimate"/> without standardising.</summary>
    public double? ScaledEstimate { get; init; }

    /// <summary>The center that was taken from the column before it was scaled; null where the fit was not asked to standardise.</summary>
    public double? Center { get; init; }

    /// <summary>The scale that the column was divided by; null where the fit was not asked to standardise.</summary>
    public double? Scale { get; init; }

    /// <summary>Whether the maximum of the likelihood has the coefficient at a number. Where it does not, <see cref="Estimate"/> is where the solver stopped.</summary>
    public CoefficientLimit Limit { get; init; }

    /// <summary>The standard error of <see cref="Estimate"/>, from the model's <see cref="LogisticModel.Covariance"/>.</summary>
    public double? StandardError { get; init; }

    /// <summary>The Wald statistic, estimate over standard error.</summary>
    public double? Z { get; init; }

    /// <summary>Two-sided p-value of the coefficient being 0: by <see cref="Z"/> under the standard normal distribution, or after Firth's fit by the penalised likelihood ratio.</summary>
    public double? P { get; init; }

    /// <summary>Lower end of the interval of <see cref="Estimate"/>, by the model's <see cref="LogisticModel.Intervals"/>.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the interval.</summary>
    public double? High { get; init; }

    /// <summary>e^estimate: what one more unit multiplies the odds by.</summary>
    public double? OddsRatio => Estimate is { } estimate && Limit == CoefficientLimit.Finite ? Math.Exp(estimate) : null;
}
