namespace LogOdds.Selection;

/// <summary>The fit of one λ on a path. A figure that does not exist is null.</summary>
public sealed record PathPoint
{
    /// <summary>λ, on the scale of the mean loss.</summary>
    public required double Lambda { get; init; }

    /// <summary>The intercepts, in the data's units: that of the log-odds, or one a class, which sum to 0; none in a model without.</summary>
    public required IReadOnlyList<double> Intercepts { get; init; }

    /// <summary>The intercept of the log-odds of two classes, in the data's units; null in a model without, or of several.</summary>
    public double? Intercept => Intercepts is [var intercept] ? intercept : null;

    /// <summary>The slopes that are not 0, in the data's units and the order of the classes and terms.</summary>
    public required IReadOnlyList<PathCoefficient> Coefficients { get; init; }

    /// <summary>How many slopes are not 0.</summary>
    public int NonZero => Coefficients.Count;

    /// <summary>1 − deviance/null deviance.</summary>
    public required double DevianceRatio { get; init; }

    /// <summary>Twice what the log-likelihood lacks of the saturated model's.</summary>
    public required double Deviance { get; init; }

    /// <summary>F: mean loss plus penalty.</summary>
    public required double Objective { get; init; }

    /// <summary>How far F can lie above its minimum at most.</summary>
    public required double? DualityGap { get; init; }

    /// <summary>The largest entry of the least subgradient of F, in absolute value, on the scale that was fitted.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Whether the fit reached the solver's tolerance.</summary>
    public required bool IsConverged { get; init; }

    /// <summary>Passes over the rows that this λ took.</summary>
    public required int Passes { get; init; }

    /// <summary>
    /// The free parameters that the slopes are worth: those that are not 0 for the lasso, tr((H + P)⁻¹H) of them where the penalty bends; null
    /// where the matrix would be too large.
    /// </summary>
    public required double? DegreesOfFreedom { get; init; }

    /// <summary>Akaike's criterion, 2·parameters − 2·log-likelihood, the parameters being the degrees of freedom and the intercepts that are free.</summary>
    public required double? Aic { get; init; }

    /// <summary>Schwarz's criterion, ln(observations)·parameters − 2·log-likelihood.</summary>
    public required double? Bic { get; init; }

    /// <summary>Bic + 2·ln(p choose degrees of freedom), for choosing among many columns (Chen and Chen, Biometrika 95, 2008, with γ = 1).</summary>
    public required double? Ebic { get; init; }

    /// <summary>The slope of a term, in the data's units; 0 for one that is not selected.</summary>
    /// <param name="term">Its name; one that does not exist is 0, too.</param>
    public double this[string term] => this[null, term];

    /// <summary>The slope of a term for a class, in the data's units; 0 for one that is not selected.</summary>
    /// <param name="label">The class; null in a model of the log-odds of two.</param>
    /// <param name="term">The term; one that does not exist is 0, too.</param>
    public double this[string? label, string term]
    {
        get
        {
            foreach (var coefficient in Coefficients)
                if (coefficient.Class == label && coefficient.Term == term) return coefficient.Estimate;
            return 0;
        }
    }
}
