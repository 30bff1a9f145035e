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

    /// <summary>Fits a formula with a penalty of falling strength.</summary>
    /// <param name="table">The data.</param>
    /// <param name="formula">As for <see cref="Fit"/>.</param>
    /// <param name="options">What the path goes through; null for the lasso at 100 strengths.</param>
    /// <exception cref="UnusableDataException">As in <see cref="Fit"/>, or no column is there to be selected.</exception>
    /// <exception cref="FormulaException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">An option belongs to fits of two classes.</exception>
    public static ClassPath FitPath(Table table, string formula, PathOptions? options = null)
    {
        options ??= new PathOptions();
        ClassPath.Require(options);
        return ClassPath.Of(FitData.Learn(table, Formula.Parse(formula), options.Fit, isOfSeveral: true), options);
    }

    /// <summary>Chooses the strength of a penalty by how fits do on rows that they have not seen.</summary>
    /// <param name="table">The data.</param>
    /// <param name="formula">As for <see cref="Fit"/>; "." leaves out the columns of folds and groups.</param>
    /// <param name="options">How; null for the lasso, 10 stratified folds and the deviance.</param>
    /// <exception cref="UnusableDataException">As in <see cref="FitPath"/>, or there are too few rows of a class for the folds.</exception>
    /// <exception cref="FormulaException">The formula cannot be read.</exception>
    /// <exception cref="ArgumentException">An option or the measure, which is not to be the area under the ROC curve, belongs to fits of two classes.</exception>
    public static ClassCrossValidation CrossValidate(Table table, string formula, CrossValidationOptions? options = null) =>
        ClassCrossValidation.Of(table, Formula.Parse(formula), options ?? new CrossValidationOptions());
}
