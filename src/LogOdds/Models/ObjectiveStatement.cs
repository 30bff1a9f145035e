using System.Globalization;

namespace LogOdds.Models;

/// <summary>The objective that a fit minimised, said so that any book or tool can be followed.</summary>
/// <param name="Penalty"><c>none</c>, <c>l2</c> or <c>firth</c>.</param>
/// <param name="Lambda">λ on the mean loss; 0 without a penalty.</param>
/// <param name="Standardize">The scale on which the penalty acts.</param>
/// <param name="TotalWeight">Σ w: the number of rows when there are no weights.</param>
/// <param name="IsClassBalanced">Whether rows were weighted so that both classes count the same.</param>
/// <param name="HasIntercept">Whether there is an intercept.</param>
/// <param name="IsConditional">Whether the likelihood is conditional on the number of cases in each matched set.</param>
public sealed record ObjectiveStatement(string Penalty, double Lambda, StandardizeKind Standardize, double TotalWeight, bool IsClassBalanced, bool HasIntercept = true, bool IsConditional = false)
{
    /// <summary>C of scikit-learn and LIBLINEAR, which multiplies the summed loss: 1/(λ·Σw); ∞ without a penalty.</summary>
    public double C => Lambda > 0 ? 1 / (Lambda * TotalWeight) : double.PositiveInfinity;

    /// <summary>alpha of statsmodels' Logit, a penalty on the summed loss: λ·Σw.</summary>
    public double SummedAlpha => Lambda * TotalWeight;

    /// <summary>The objective in words.</summary>
    public string InWords => (Penalty, Standardize) switch
    {
        _ when IsConditional => "conditional log loss of matched sets, no penalty: maximum conditional likelihood",
        ("firth", _) => "mean log loss less half the log determinant of the information: Firth's bias-reduced fit",
        ("none", _) => "mean log loss, no penalty: maximum likelihood",
        (_, StandardizeKind.None) => "mean log loss + ridge (L2) penalty on the coefficients",
        (_, var scale) => $"mean log loss + ridge (L2) penalty on the coefficients of columns scaled to {(scale == StandardizeKind.Population ? "population" : "sample")} sd 1",
    } + (IsClassBalanced ? ", both classes weighted to count the same" : "");

    /// <summary>The objective in symbols.</summary>
    public string InSymbols => IsConditional
        ? "F(b) = 1/n · Σ over sets of ln Σ over choices C of as many rows as cases exp(Σ_C η − Σ_cases η),  η = x·b"
        : "F(b) = 1/Σw · Σ w·[ln(1 + exp η) − y·η]"
            + (Penalty == "firth" ? " − 1/(2Σw) · ln det I(b)" : Lambda > 0 ? string.Create(CultureInfo.InvariantCulture, $" + {Lambda:R}/2 · Σ b²") : "")
            + (HasIntercept ? ",  η = b₀ + x·b" : ",  η = x·b");

    /// <summary>λ and what other tools call it.</summary>
    public string InOtherTools => IsConditional ? "as survival's clogit, method exact"
        : Penalty == "firth" ? "as logistf and brglm2 (AS_mean, MPL_Jeffreys)"
        : Lambda > 0 ? string.Create(CultureInfo.InvariantCulture, $"λ = {Lambda:R} on the mean loss = glmnet lambda {Lambda:R} (alpha 0) = scikit-learn C {C:G6} = statsmodels alpha {Lambda:R} (GLM), {SummedAlpha:G6} (Logit)")
        : "λ = 0 = glmnet lambda 0 = scikit-learn C ∞ (penalty none) = statsmodels alpha 0";
}
