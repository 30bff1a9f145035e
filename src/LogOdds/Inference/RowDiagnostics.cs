namespace LogOdds.Inference;

/// <summary>
/// How each row is fitted, and what it does to the fit (Pregibon, Annals of Statistics 9, 1981; Williams, Applied Statistics 36, 1987).
/// Every list has one entry a row that was used, in the order of the table.
/// </summary>
public sealed record RowDiagnostics
{
    /// <summary>The place of each row in the table, from 0.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>y: the class as 0 or 1, or the share of successes.</summary>
    public required IReadOnlyList<double> Response { get; init; }

    /// <summary>η, the fitted log-odds.</summary>
    public required IReadOnlyList<double> LogOdds { get; init; }

    /// <summary>μ, the fitted probability.</summary>
    public required IReadOnlyList<double> Fitted { get; init; }

    /// <summary>y − μ.</summary>
    public required IReadOnlyList<double> ResponseResiduals { get; init; }

    /// <summary>(y − μ)·√(w/(μ(1−μ))).</summary>
    public required IReadOnlyList<double> PearsonResiduals { get; init; }

    /// <summary>The root of what the row adds to the deviance, with the sign of y − μ.</summary>
    public required IReadOnlyList<double> DevianceResiduals { get; init; }

    /// <summary>(y − μ)/(μ(1−μ)).</summary>
    public required IReadOnlyList<double> WorkingResiduals { get; init; }

    /// <summary>Deviance residuals over √(1 − h).</summary>
    public required IReadOnlyList<double> StandardizedDevianceResiduals { get; init; }

    /// <summary>Pearson residuals over √(1 − h).</summary>
    public required IReadOnlyList<double> StandardizedPearsonResiduals { get; init; }

    /// <summary>What leaving the row out takes from the deviance, in one step: the signed root of d² + h r²/(1 − h).</summary>
    public required IReadOnlyList<double> StudentizedResiduals { get; init; }

    /// <summary>hᵢ, from 0 to 1; they sum to the number of coefficients.</summary>
    public required IReadOnlyList<double> Leverages { get; init; }

    /// <summary>Cook's distance, r² h/((1 − h)² p): how far the estimates move without the row.</summary>
    public required IReadOnlyList<double> CooksDistances { get; init; }

    /// <summary>DFFITS as R has them: by deviance residuals, over the residual standard deviation without the row.</summary>
    public required IReadOnlyList<double> Dffits { get; init; }

    /// <summary>DFBETAS as R has them: for each coefficient of <see cref="Terms"/>, how many standard errors it moves without the row, by deviance residuals over the residual standard deviation without the row. Computed when first asked for: a number a row and coefficient.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Dfbetas => AllDfbetas.Value;

    /// <summary>The coefficients of <see cref="Dfbetas"/>.</summary>
    public required IReadOnlyList<string> Terms { get; init; }

    /// <summary>Computes <see cref="Dfbetas"/>.</summary>
    internal Lazy<double[][]> AllDfbetas { get; init; } = new([]);

    /// <summary>Σ r², Pearson's statistic.</summary>
    public required double PearsonChiSquared { get; init; }

    /// <summary>Pearson's statistic over the residual degrees of freedom: about 1 where grouped trials vary as the model says. Of little meaning for rows of one trial.</summary>
    public required double Dispersion { get; init; }

    /// <summary>The mean probability of the rows that are 1 less that of the rows that are 0 (Tjur, The American Statistician 63, 2009); null for grouped trials.</summary>
    public required double? TjurR2 { get; init; }
}
