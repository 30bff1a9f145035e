using System.Globalization;

namespace LogOdds.Models;

/// <summary>The objective that a fit minimised, said so that any book or tool can be followed.</summary>
/// <param name="Penalty"><c>none</c>, <c>l2</c>, <c>l1</c>, <c>elastic-net</c>, <c>group-lasso</c> or <c>firth</c>.</param>
/// <param name="Lambda">λ on the mean loss; 0 without a penalty.</param>
/// <param name="Standardize">The scale on which the penalty acts.</param>
/// <param name="TotalWeight">Σ w: the number of rows when there are no weights.</param>
/// <param name="IsClassBalanced">Whether rows were weighted so that both classes count the same.</param>
/// <param name="HasIntercept">Whether there is an intercept.</param>
/// <param name="IsConditional">Whether the likelihood is conditional on the number of cases in each matched set.</param>
public sealed record ObjectiveStatement(string Penalty, double Lambda, StandardizeKind Standardize, double TotalWeight, bool IsClassBalanced, bool HasIntercept = true, bool IsConditional = false)
{
    /// <summary>The share α of the L1 part of the penalty: 1 for the lasso, 0 for the ridge and without a penalty.</summary>
    public double L1Ratio { get; init; }

    /// <summary>What the penalty does with terms of which <see cref="TermPenalties"/> says nothing.</summary>
    public TermPenalty EveryTerm { get; init; } = new();

    /// <summary>What the penalty does with single terms, by name.</summary>
    public IReadOnlyDictionary<string, TermPenalty> TermPenalties { get; init; } = new Dictionary<string, TermPenalty>();

    /// <summary>The power of an adaptive lasso; null for none.</summary>
    public double? AdaptivePower { get; init; }

    /// <summary>What the weights of a class's rows were multiplied by, by label; empty for nothing.</summary>
    public IReadOnlyDictionary<string, double> ClassFactors { get; init; } = new Dictionary<string, double>();

    /// <summary>C of scikit-learn and LIBLINEAR, which multiplies the summed loss: 1/(λ·Σw); ∞ without a penalty.</summary>
    public double C => Lambda > 0 ? 1 / (Lambda * TotalWeight) : double.PositiveInfinity;

    /// <summary>alpha of statsmodels' Logit, a penalty on the summed loss: λ·Σw.</summary>
    public double SummedAlpha => Lambda * TotalWeight;

    /// <summary>The objective in words.</summary>
    public string InWords => Penalty switch
    {
        _ when IsConditional => "conditional log loss of matched sets, no penalty: maximum conditional likelihood",
        "firth" => "mean log loss less half the log determinant of the information: Firth's bias-reduced fit",
        "none" when HasBounds => "mean log loss, no penalty",
        "none" => "mean log loss, no penalty: maximum likelihood",
        _ => $"mean log loss + {PenaltyInWords} on the coefficients{(Standardize == StandardizeKind.None ? "" : $" of columns scaled to {(Standardize == StandardizeKind.Population ? "population" : "sample")} sd 1")}",
    } + TermsInWords + (IsClassBalanced ? ", classes weighted to count the same" : ClassFactors.Count > 0 ? $", rows weighted by class ({string.Join(", ", ClassFactors.Select(f => $"{f.Key}: {Text(f.Value)}"))})" : "");

    /// <summary>The objective in symbols.</summary>
    public string InSymbols => IsConditional
        ? "F(b) = 1/n · Σ over sets of ln Σ over choices C of as many rows as cases exp(Σ_C η − Σ_cases η),  η = x·b"
        : "F(b) = 1/Σw · Σ w·[ln(1 + exp η) − y·η]"
            + (Penalty == "firth" ? " − 1/(2Σw) · ln det I(b)" : Lambda > 0 ? PenaltyInSymbols : "")
            + (HasIntercept ? ",  η = b₀ + x·b" : ",  η = x·b");

    /// <summary>λ and what other tools call it.</summary>
    public string InOtherTools => IsConditional ? "as survival's clogit, method exact"
        : Penalty == "firth" ? "as logistf and brglm2 (AS_mean, MPL_Jeffreys)"
        : Lambda == 0 ? "λ = 0 = glmnet lambda 0 = scikit-learn C ∞ (penalty none) = statsmodels alpha 0"
        : Penalty == "group-lasso" ? $"λ = {Text(Lambda)} on the mean loss, as grpreg's lambda"
        : $"λ = {Text(Lambda)} on the mean loss = glmnet lambda {Text(Lambda)} (alpha {Text(L1Ratio)}) = scikit-learn C {C.ToString("G6", CultureInfo.InvariantCulture)}{(L1Ratio is > 0 and < 1 ? $" (l1_ratio {Text(L1Ratio)})" : "")}"
            + (L1Ratio == 0 ? $" = statsmodels alpha {Text(Lambda)} (GLM), {SummedAlpha.ToString("G6", CultureInfo.InvariantCulture)} (Logit)" : "");

    /// <summary>Whether coefficients were bounded.</summary>
    public bool HasBounds => EveryTerm.IsBounded || TermPenalties.Values.Any(term => term.IsBounded);

    private string PenaltyInWords => Penalty switch
    {
        "l1" => $"{(AdaptivePower is null ? "" : "adaptive ")}lasso (L1) penalty",
        "elastic-net" => $"{(AdaptivePower is null ? "" : "adaptive ")}elastic-net penalty (L1 share {Text(L1Ratio)})",
        "group-lasso" => "group-lasso penalty",
        _ => "ridge (L2) penalty",
    };

    private string TermsInWords
    {
        get
        {
            var free = TermPenalties.Where(term => term.Value.Factor == 0).Select(term => term.Key).ToArray();
            var (hasFactors, hasTargets) = (TermPenalties.Values.Any(term => term.Factor is not (0 or 1)) || EveryTerm.Factor != 1, TermPenalties.Values.Append(EveryTerm).Any(term => term.Target != 0));
            return (free.Length > 0 && Lambda > 0 ? $", except {string.Join(", ", free)}" : "") + (hasFactors ? ", with a factor on some terms" : "")
                + (hasTargets ? ", towards given values" : "") + (HasBounds ? ", coefficients within bounds" : "");
        }
    }

    private string PenaltyInSymbols
    {
        get
        {
            var hasTerms = TermPenalties.Count > 0 || EveryTerm != new TermPenalty() || AdaptivePower is not null;
            var (factor, b) = (hasTerms ? "f·" : "", TermPenalties.Values.Append(EveryTerm).Any(term => term.Target != 0) ? "(b − t)" : "b");
            var norm = Penalty == "group-lasso" ? $"√k·{factor}‖b_g‖" : $"{factor}|{b}|";
            var square = Penalty == "group-lasso" ? $"√k·{factor}‖b_g‖²" : $"{factor}{b}²";
            return L1Ratio switch
            {
                0 => $" + {Text(Lambda)}/2 · Σ {square}",
                1 => $" + {Text(Lambda)} · Σ {norm}",
                _ => $" + {Text(Lambda)} · ({Text(L1Ratio)} · Σ {norm} + {Text(1 - L1Ratio)}/2 · Σ {square})",
            };
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
