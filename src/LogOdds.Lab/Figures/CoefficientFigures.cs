using LogOdds.Models;

namespace LogOdds.Lab.Figures;

/// <summary>A line of the coefficient table, as tables and forest plots show it.</summary>
/// <param name="Term">The term.</param>
/// <param name="Estimate">The estimate; null for a column that was left out and where it is infinite.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Z">The Wald statistic.</param>
/// <param name="P">The p-value.</param>
/// <param name="OddsRatio">e^estimate.</param>
/// <param name="OddsLow">Lower end of the interval of the odds ratio.</param>
/// <param name="OddsHigh">Upper end.</param>
/// <param name="Limit">Where the likelihood has it: finite, or at an infinity.</param>
/// <param name="IsLeftOut">Whether the column repeats others or is constant.</param>
/// <param name="IsIntercept">Whether it is the intercept, whose e^estimate is odds and no ratio.</param>
internal sealed record CoefficientFigures(string Term, double? Estimate, double? StandardError, double? Z, double? P, double? OddsRatio, double? OddsLow, double? OddsHigh, CoefficientLimit Limit, bool IsLeftOut, bool IsIntercept)
{
    public static IReadOnlyList<CoefficientFigures> Of(LogisticModel model) => [.. model.Coefficients.Select(c => new CoefficientFigures(
        c.Term, c.Limit == CoefficientLimit.Finite ? c.Estimate : null, c.StandardError, c.Z, c.P, c.OddsRatio, Exp(c.Low), Exp(c.High), c.Limit, c.Estimate is null, c.Term == LogisticModel.InterceptTerm))];

    private static double? Exp(double? value) => value is { } number ? Math.Exp(number) : null;
}
