namespace LogOdds.Models;

/// <summary>What the standard errors are made of.</summary>
public enum CovarianceKind
{
    /// <summary>The inverse of the Fisher information: right when the model is.</summary>
    Model,

    /// <summary>The sandwich of White (Econometrica 50, 1982): I⁻¹ (Σ sᵢsᵢᵀ) I⁻¹ with the rows' scores sᵢ.</summary>
    HC0,

    /// <summary>HC0 times n/(n − p).</summary>
    HC1,

    /// <summary>As HC0, with squared residuals over 1 − hᵢ.</summary>
    HC2,

    /// <summary>As HC0, with squared residuals over (1 − hᵢ)².</summary>
    HC3,

    /// <summary>As HC0, with squared residuals over (1 − hᵢ)^min(4, n hᵢ/p) (Cribari-Neto, Computational Statistics and Data Analysis 45, 2004).</summary>
    HC4,

    /// <summary>The sandwich of the clusters' scores, times G/(G − 1) for G clusters (Liang and Zeger, Biometrika 73, 1986).</summary>
    Cluster,

    /// <summary>For sampling weights: the sandwich of the weighted scores, times n/(n − 1) (Binder, International Statistical Review 51, 1983).</summary>
    Sampling,
}
