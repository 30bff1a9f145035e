using LogOdds.Data;
using LogOdds.Formulas;
using LogOdds.Models;

namespace LogOdds;

/// <summary>
/// Regression of several classes without order:
/// <code>var model = MultinomialRegression.Fit(table, "species ~ bill_length + body_mass");</code>
/// </summary>
public static class MultinomialRegression
{
    /// <summary>Fits a formula to a table.</summary>
    /// <param name="table">The data.</param>
    /// <param name="formula"><c>y ~ a + b</c>, where y has two classes or more, one a row.</param>
    /// <param name="options">
    /// How; null for maximum likelihood with the first class as the reference. With a penalty every class has coefficients. A
    /// <see cref="Penalties.GroupLasso"/> takes the coefficients of a term over all classes in or leaves them out together.
    /// </param>
    /// <returns>The model. Slow convergence, separation and dropped rows are told by the model, not by exceptions.</returns>
    /// <exception cref="UnusableDataException">The data cannot answer: a column is absent, there are fewer than two classes, a value is not finite.</exception>
    /// <exception cref="FormulaException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">An option belongs to fits of two classes.</exception>
    public static ClassModel Fit(Table table, string formula, FitOptions? options = null) =>
        ClassFit.Run(table, Formula.Parse(formula), options ?? new FitOptions(), ClassModelKind.Multinomial);
}
