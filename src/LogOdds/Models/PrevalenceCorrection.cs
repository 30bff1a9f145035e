using System.Globalization;
using LogOdds.Numerics;

namespace LogOdds.Models;

/// <summary>
/// Probabilities for a population in which class 1 is as frequent as is known, from a fit to rows in which it is not, because
/// rows were gathered or weighted by their class (King and Zeng, Political Analysis 9, 2001, section 4.1; Saerens, Latinne and
/// Decaestecker, Neural Computation 14, 2002). By Bayes' rule only the intercept differs: slopes, odds ratios and the order of
/// the rows stay, and so does the area under the ROC curve.
/// </summary>
public static class PrevalenceCorrection
{
    /// <summary>What is to be added to log-odds, or to the intercept: logit(population) − logit(sample).</summary>
    /// <param name="sample">The share of class 1 among the rows that were fitted to, above 0 and below 1.</param>
    /// <param name="population">The share of class 1 where the model is to be used, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of range.</exception>
    public static double Shift(double sample, double population) =>
        Logit(population, nameof(population)) - Logit(sample, nameof(sample));

    /// <summary>
    /// The model with its intercept moved to a known prevalence. The sample's is the (weighted) share of class 1 among the rows it
    /// was fitted to, ½ where the classes were balanced. A warning tells of the move; figures of the fit and metrics on its rows
    /// remain those of the fit.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="prevalence">The share of class 1 where the model is to be used, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The prevalence is out of range.</exception>
    /// <exception cref="NoAnswerException">The model has no intercept, or is calibrated.</exception>
    public static LogisticModel WithPrevalence(this LogisticModel model, double prevalence)
    {
        model.RequireUncalibrated();
        if (!model.Encoding.HasIntercept) throw new NoAnswerException("A prevalence is put into the intercept, and this model has none.");
        var training = model.Training.Confusion;
        var sample = (training.TruePositives + training.FalseNegatives) / training.Total;
        var shift = Shift(sample, prevalence);
        var intercept = model.Coefficients[0];
        var estimate = intercept.Estimate + shift;
        var z = estimate / intercept.StandardError;
        var moved = intercept with
        {
            Estimate = estimate,
            ScaledEstimate = intercept.ScaledEstimate + shift,
            Low = intercept.Low + shift,
            High = intercept.High + shift,
            Z = z,
            P = z is { } statistic ? StandardNormal.TwoSidedP(statistic) : null,
        };
        var warning = new FitWarning("prevalence", string.Create(CultureInfo.InvariantCulture,
            $"The intercept was moved by {shift:G4}, from a prevalence of {sample:G4} among the rows fitted to, to {prevalence:G4}. Figures of the fit and metrics on its rows are those before the move."), [LogisticModel.InterceptTerm]);
        return model.With([moved, .. model.Coefficients.Skip(1)], model.PredictionIntercept + shift, [.. model.Warnings, warning]);
    }

    private static double Logit(double share, string name) => share is > 0 and < 1
        ? Math.Log(share) - StableMath.Log1p(-share)
        : throw new ArgumentOutOfRangeException(name, share, "A prevalence stands above 0 and below 1.");
}
