using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Models;

namespace LogOdds;

/// <summary>
/// Regression of ordered classes by proportional odds:
/// <code>var model = OrdinalRegression.Fit(table, "satisfaction ~ influence + type", new FitOptions { Levels = ["Low", "Medium", "High"] });</code>
/// </summary>
public static class OrdinalRegression
{
    /// <summary>Fits a formula to a table.</summary>
    /// <param name="table">The data.</param>
    /// <param name="formula"><c>y ~ a + b</c>, where y has two ordered classes or more, one a row.</param>
    /// <param name="options">How; null for maximum likelihood. <see cref="FitOptions.Levels"/> is the order; numbers need none.</param>
    /// <returns>The model. Slow convergence, separation and dropped rows are told by the model, not by exceptions.</returns>
    /// <exception cref="UnusableDataException">The data cannot answer: a column is absent, there are fewer than two classes, a value is not finite.</exception>
    /// <exception cref="FormulaException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">An option belongs to fits of two classes.</exception>
    public static ClassModel Fit(Table table, string formula, FitOptions? options = null) =>
        ClassFit.Run(table, Formula.Parse(formula), options ?? new FitOptions(), ClassModelKind.Ordinal);
}
