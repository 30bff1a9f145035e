namespace LogOdds.Selection;

/// <summary>What cross-validation says of one λ.</summary>
/// <param name="Lambda">λ, on the scale of the mean loss.</param>
/// <param name="Mean">The mean of the measure over the folds, each weighted by the rows it holds out.</param>
/// <param name="StandardError">The standard error of that mean.</param>
/// <param name="NonZero">How many slopes the fit to all rows has there that are not 0.</param>
public sealed record CrossValidationPoint(double Lambda, double Mean, double StandardError, int NonZero);
